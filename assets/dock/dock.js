const token = new URLSearchParams(location.hash.slice(1)).get('k') ?? '';
const headers = { 'x-dock-token': token };
const paper = document.getElementById('paper');
let shownPages = 0;

const act = (type, more = {}) => fetch('act', { method: 'POST', headers, body: JSON.stringify({ type, ...more }) });

/** `{ screen: 'B5', time: 1 }` → `screen B5, time 1` */
const words = ({ act: name, ...rest }) =>
  [name, ...Object.entries(rest).map(([key, value]) => `${key} ${typeof value === 'object' ? words(value) : value}`)]
    .filter((word) => word !== undefined)
    .join(', ');

let shownSteps = '';
function showFaults({ playing, standing }) {
  document.getElementById('standing').textContent = standing.map(words).join('; ') || 'nothing';
  const text = JSON.stringify(playing);
  if (text === shownSteps) return;
  shownSteps = text;
  const items = (playing?.steps ?? []).map(({ when, do: done, happened }) => {
    const item = document.createElement('li');
    item.textContent = `${words(when)}: ${words(done)}`;
    item.dataset.happened = happened;
    return item;
  });
  document.getElementById('steps').replaceChildren(...items);
}

async function refresh() {
  const state = await (await fetch('state', { headers })).json();
  document.getElementById('printer-state').textContent = state.printer;
  showFaults(state.faults);
  if (state.pages !== shownPages) {
    shownPages = state.pages;
    const picture = await (await fetch('paper.png', { headers })).blob();
    URL.revokeObjectURL(paper.src);
    paper.src = URL.createObjectURL(picture);
    paper.hidden = false;
  }
}

const { faults, people } = await (await fetch('state', { headers })).json();
for (const civilNumber of people) {
  const button = document.createElement('button');
  button.textContent = civilNumber;
  button.addEventListener('click', () => void act('card', { civilNumber }));
  document.getElementById('people').append(button);
}
const scripts = document.getElementById('scripts');
for (const { name, playable, title } of faults.scripts) {
  const option = new Option(title.en, name);
  option.disabled = !playable;
  scripts.append(option);
}
document.getElementById('play').addEventListener('click', () => void act('play_faults', { name: scripts.value }));
for (const button of document.querySelectorAll('[data-act]')) {
  button.addEventListener('click', () => void act(button.dataset.act));
}
setInterval(() => void refresh(), 500);
await refresh();
