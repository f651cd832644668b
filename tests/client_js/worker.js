// Stands in for Python: adopts the page, then answers each click with the next list of ops and
// each input with the text in capitals, a little late, as a busy session would.
let plan;
let clicks = 0;
const say = (...message) => postMessage(JSON.stringify(message));

addEventListener('message', ({ data }) => {
  if (typeof data !== 'string') {
    plan = JSON.parse(data.start);
    postMessage({ mark: 'python' });
    say('hydrate', plan.shape, plan.ops);
    return;
  }
  const [word, seq, type, ids, { target } = {}] = JSON.parse(data);
  if (word !== 'event') return;
  if (type === 'click') say('patch', seq, plan.clicks[clicks++] ?? []);
  else
    setTimeout(
      () => say('patch', seq, [['prop', ids[0], 'value', target.value.toUpperCase()]]),
      20,
    );
});
