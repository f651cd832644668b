import { describe, expect, it } from 'vitest';
import { documentUrl, policy } from '../../src/lab/frame';

const PARTS = { script: 'run("</script><!--")', worker: 'w("</script>")', style: 'p{}' };

describe('the document in the frame', () => {
  const html = decodeURIComponent(documentUrl(PARTS, 'once').split(',').slice(1).join(','));

  it('has one script, which nothing in it can end', () => {
    const found = new DOMParser().parseFromString(html, 'text/html');

    expect(found.querySelectorAll('script')).toHaveLength(1);
    expect(found.querySelector('script')?.textContent).toContain('run("\\x3c/script>\\x3c!--")');
    expect(found.body.textContent).toBe('');
  });

  it('may not run Python where the kernel renders', () => {
    const none = decodeURIComponent(documentUrl({ ...PARTS, worker: '' }, 'once'));

    expect(none).toContain(policy('once', false));
    expect(none).not.toContain('__reactorWorker');
    expect(policy('once', false)).not.toMatch(/blob:(?!;)|wasm|worker-src data/);
  });

  it('may not ask any server for anything', () => {
    expect(policy('once')).toContain("default-src 'none'");
    expect(policy('once')).not.toMatch(
      /https?:|'self'|\*|connect-src|unsafe-eval(?<!wasm-unsafe-eval)/,
    );
    expect(html).toContain(policy('once'));
  });
});
