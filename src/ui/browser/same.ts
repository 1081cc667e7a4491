// « Les deux mots de passe sont identiques. »
const said = document.querySelector<HTMLElement>('[data-same]');
const first = document.querySelector<HTMLInputElement>('#new');
const second = document.querySelector<HTMLInputElement>('#confirm');
if (said && first && second) {
  const compare = () => {
    const text = second.value !== '' && first.value === second.value ? (said.dataset.same ?? '') : '';
    if (said.textContent !== text) said.textContent = text;
  };
  first.addEventListener('input', compare);
  second.addEventListener('input', compare);
  compare();
}

export {};
