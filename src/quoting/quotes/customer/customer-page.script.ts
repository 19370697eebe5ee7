/** The script of the customer's page: totals of what is chosen, the answer, and the part in 3-D for who wants it. */
export const SCRIPT = `const form = document.getElementById('accept');
const outcome = document.getElementById('outcome');
const [sure, no] = [document.getElementById('sure'), document.getElementById('no')];

const chosen = () => [...document.querySelectorAll('input[type=radio]:checked')].map((one) => ({
  position: Number(one.dataset.position),
  quantity: Number(one.value),
}));
// As the server has written them.
const language = document.documentElement.dataset.numbers;
const number = (decimal) => {
  const digits = decimal.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(decimal);
};

const send = async (what, body) => {
  const buttons = [...document.querySelectorAll('button')];
  for (const button of buttons) button.disabled = true;
  try {
    const answer = await fetch(what, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.ok) return location.reload();
    const problem = await answer.json();
    outcome.textContent = problem.errors?.[0]?.message ?? problem.detail;
  } catch {
    outcome.textContent = 'No connection. Nothing was sent; try again.';
  }
  for (const button of buttons) button.disabled = false;
  for (const dialog of [sure, no]) dialog?.close();
  outcome.scrollIntoView({ block: 'center' });
};

// What is not known to be the total of what is chosen is not shown, and nothing can be ordered for it.
const known = (yes) => {
  for (const button of [form?.querySelector('button:not([type])'), document.getElementById('yes')]) if (button) button.disabled = !yes;
  if (!yes) for (const cell of document.querySelectorAll('[data-total]')) cell.textContent = '…';
};
// Of several answers to quick choices the last one counts.
let asked = 0;
document.addEventListener('change', async (event) => {
  if (event.target.type !== 'radio') return;
  const turn = ++asked;
  known(false);
  const choice = chosen().map(({ position, quantity }) => position + ':' + quantity).join(',');
  try {
    const answer = await fetch('totals?choice=' + choice);
    if (turn !== asked) return;
    if (!answer.ok) throw new Error(answer.status);
    const totals = await answer.json();
    if (turn !== asked) return;
    for (const cell of document.querySelectorAll('[data-total]')) cell.textContent = number(totals[cell.dataset.total]);
    const plain = !/[1-9]/.test(totals.minimumOrder);
    for (const name of ['lines', 'minimumOrder']) document.querySelector('[data-row=' + name + ']').hidden = plain;
    outcome.textContent = '';
    known(true);
  } catch {
    if (turn === asked) outcome.textContent = 'The total could not be worked out. Choose the quantity again in a moment.';
  }
});

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const list = document.getElementById('chosen');
  list.replaceChildren(...[...document.querySelectorAll('.part')].map((part) => {
    const item = document.createElement('li');
    const pieces = (part.querySelector('.break:has(:checked) .pieces') ?? part.querySelector('.pieces')).textContent.trim();
    item.textContent = pieces + ' of ' + part.querySelector('h2').textContent;
    return item;
  }));
  sure.showModal();
});
document.getElementById('yes')?.addEventListener('click', () => {
  const note = form.elements.namedItem('note').value.trim();
  void send('accept', { name: form.elements.namedItem('name').value, ...(note && { note }), quantities: chosen() });
});
document.getElementById('decline')?.addEventListener('click', () => no.showModal());
document.getElementById('declined')?.addEventListener('click', () => {
  const reason = document.getElementById('reason').value.trim();
  void send('decline', reason ? { reason } : {});
});
for (const button of document.querySelectorAll('[data-close]'))
  button.addEventListener('click', () => button.closest('dialog').close());

for (const image of document.querySelectorAll('.part-head img')) {
  const hide = () => (image.hidden = true);
  if (image.complete && image.naturalWidth === 0) hide();
  image.addEventListener('error', hide);
}

// The viewer is loaded when somebody asks for it. Where there is none, the page is whole without.
for (const view of document.querySelectorAll('[data-mesh]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  button.textContent = 'Show it in 3-D';
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await import('/part-view.js');
      const part = document.createElement('ns-part');
      part.setAttribute('name', view.dataset.name);
      part.setAttribute('src', view.dataset.mesh);
      view.replaceChildren(part);
    } catch {
      button.textContent = 'It cannot be shown in 3-D here';
    }
  });
  view.append(button);
}
`;
