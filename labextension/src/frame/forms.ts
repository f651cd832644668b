/**
 * A frame that may not send forms does not even tell a page that one is to be sent. Our policy
 * forbids to send them anyway; here their handlers hear of it all the same.
 */

type Submitter = HTMLButtonElement | HTMLInputElement;

/** Have a click on a button that submits, and Enter in a lone field, be the event of a form. */
export function submitByHand(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? submitterOf(event.target) : null;
    if (!button?.form || event.defaultPrevented) return;
    event.preventDefault();
    submit(button.form, button);
  });
  document.addEventListener('keydown', (event) => {
    const { target, key, isComposing, defaultPrevented } = event;
    const form = target instanceof HTMLInputElement ? target.form : null;
    // Where there is such a button, the browser clicks on it.
    if (!form || key !== 'Enter' || isComposing || defaultPrevented || hasSubmitter(form)) return;
    if (lineFields(form).length === 1) submit(form, null);
  });
}

function submit(form: HTMLFormElement, submitter: Submitter | null): void {
  const isChecked = !form.noValidate && !submitter?.formNoValidate;
  if (isChecked && !form.reportValidity()) return;
  form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true, submitter }));
}

function submitterOf(target: Element): Submitter | null {
  const button = target.closest<Submitter>('button, input');
  return button && isSubmitter(button) ? button : null;
}

function hasSubmitter(form: HTMLFormElement): boolean {
  return [...form.elements].some((one) => isSubmitter(one as Submitter));
}

function isSubmitter({ localName, type }: Submitter): boolean {
  return type === 'submit' || (localName === 'input' && type === 'image');
}

function lineFields(form: HTMLFormElement): Element[] {
  const others = new Set([
    'checkbox',
    'radio',
    'file',
    'range',
    'color',
    'hidden',
    'reset',
    'button',
  ]);
  return [...form.elements].filter(
    (one) => one.localName === 'input' && !others.has((one as HTMLInputElement).type),
  );
}
