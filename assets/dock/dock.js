const token = new URLSearchParams(location.hash.slice(1)).get('k') ?? '';
const headers = { 'x-dock-token': token };
const paper = document.getElementById('paper');
let shownPages = 0;

const act = (type, civilNumber) =>
  fetch('act', { method: 'POST', headers, body: JSON.stringify({ type, civilNumber }) });

async function refresh() {
  const state = await (await fetch('state', { headers })).json();
  document.getElementById('printer-state').textContent = state.printer;
  if (state.pages !== shownPages) {
    shownPages = state.pages;
    const picture = await (await fetch('paper.png', { headers })).blob();
    URL.revokeObjectURL(paper.src);
    paper.src = URL.createObjectURL(picture);
    paper.hidden = false;
  }
}

const { people } = await (await fetch('state', { headers })).json();
for (const civilNumber of people) {
  const button = document.createElement('button');
  button.textContent = civilNumber;
  button.addEventListener('click', () => void act('card', civilNumber));
  document.getElementById('people').append(button);
}
for (const button of document.querySelectorAll('[data-act]')) {
  button.addEventListener('click', () => void act(button.dataset.act));
}
setInterval(() => void refresh(), 500);
await refresh();
