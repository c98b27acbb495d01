const failures = document.getElementById("failures");
const kind = document.getElementById("kind");
const words = document.getElementById("words");
const cards = [...document.querySelectorAll("details.q")];

function filter() {
  const wanted = words.value.trim().toLowerCase();
  let shown = 0;
  for (const card of cards) {
    card.hidden =
      (failures.checked && !card.classList.contains("failed")) ||
      (kind.value !== "" && card.dataset.kind !== kind.value) ||
      (wanted !== "" && !card.textContent.toLowerCase().includes(wanted));
    shown += card.hidden ? 0 : 1;
  }
  document.getElementById("count").textContent = `${shown} of ${cards.length} shown`;
}

document.querySelector("form.filter").addEventListener("submit", (event) => event.preventDefault());
for (const control of [failures, kind, words]) control.addEventListener("input", filter);
filter();

function openLinked() {
  const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(card instanceof HTMLDetailsElement)) return;
  card.hidden = false;
  card.open = true;
  card.scrollIntoView();
}

window.addEventListener("hashchange", openLinked);
openLinked();
