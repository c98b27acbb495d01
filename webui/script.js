document.addEventListener('click', (event) => {
  const cite = event.target.closest('a.cite');
  if (cite) {
    event.preventDefault();
    const card = document.getElementById(cite.dataset.card);
    if (!card) return;
    document.querySelectorAll('details.card.lit').forEach((other) => other.classList.remove('lit'));
    card.open = true;
    card.classList.add('lit');
    card.dataset.from = cite.dataset.card;
    card.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    card.querySelector('summary').focus({ preventScroll: true });
    return;
  }
  const back = event.target.closest('a.to-answer');
  if (back) {
    event.preventDefault();
    const card = back.closest('details.card');
    const mark = document.querySelector(`a.cite[data-card="${card.id}"]`);
    if (mark) { mark.scrollIntoView({ block: 'center' }); mark.focus({ preventScroll: true }); }
    return;
  }
  const chip = event.target.closest('button.chip');
  if (chip) {
    const again = document.querySelector('#again textarea');
    again.value = JSON.stringify({ question: chip.dataset.question, without: chip.dataset.without.split(' ') });
    again.dispatchEvent(new Event('input', { bubbles: true }));
    setTimeout(() => document.querySelector('#ask-again').click(), 60); // Gradio takes the value over first
    return;
  }
  const copy = event.target.closest('button.copy');
  if (copy) {
    const done = () => { copy.textContent = 'Copied'; setTimeout(() => { copy.textContent = 'Copy with sources'; }, 1500); };
    navigator.clipboard.writeText(copy.dataset.copy).then(done, () => { copy.textContent = 'Copying was refused by the browser'; });
  }
});
document.addEventListener('keydown', (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (event.key === '/' && !typing) {
    event.preventDefault();
    document.querySelector('#question textarea').focus();
  }
});
// A new question comes to the top of the conversation, so that its answer is read from its beginning.
let answersSeen = 0;
new MutationObserver(() => {
  const answers = document.querySelectorAll('#chat .answer');
  if (answers.length > answersSeen) {
    const questions = document.querySelectorAll('#chat .user');
    const last = questions[questions.length - 1];
    if (last) last.scrollIntoView({ block: 'nearest' });
    const box = last && last.closest('[role="log"]');
    if (box) box.scrollTop += last.getBoundingClientRect().top - box.getBoundingClientRect().top - 8;
  }
  answersSeen = answers.length;
}).observe(document.documentElement, { childList: true, subtree: true });
