import type { Answer, Question } from './ask-in-client.js';

/** By now a panel would be in front of the page. */
const PANEL_WITHIN_MS = 8_000;

/** Brings the page to life: its button asks, and what comes back is sent with the form, so that no code is ever in an address. */
export function answerForm(ask: (question: Question) => Promise<Answer>): void {
  const form = byId<HTMLFormElement>('answer');
  const goOn = byId<HTMLButtonElement>('go-on');
  const live = byId<HTMLElement>('live');
  const noPanel = byId<HTMLElement>('no-panel');
  const notNow = byId<HTMLButtonElement>('not-now');

  goOn.hidden = false;
  goOn.addEventListener('click', async () => {
    goOn.disabled = true;
    live.textContent = goOn.dataset.waiting ?? '';
    const hint = setTimeout(() => {
      noPanel.hidden = false;
    }, PANEL_WITHIN_MS);
    const answer = await ask(JSON.parse(form.dataset.question ?? '{}'));
    clearTimeout(hint);
    noPanel.hidden = true;
    notNow.disabled = true;
    live.textContent = goOn.dataset.sending ?? '';
    send(form, answer);
  });
  // A page that comes back from the browser's memory would wait for a panel that is long gone.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) window.location.reload();
  });
}

function send(form: HTMLFormElement, answer: Answer): void {
  for (const [name, value] of Object.entries(answer)) {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = name;
    field.value = value;
    form.append(field);
  }
  // Not `requestSubmit`: the button that says "not now" must not go along.
  form.submit();
}

function byId<Kind extends HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page lacks #${id}`);
  return found as Kind;
}
