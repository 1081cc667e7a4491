// The strength meter and the ticks: an estimate for the eye alone, the server decides [security.md 3, 4].
const meter = document.querySelector<HTMLElement>('[data-meter]');
const input = document.querySelector<HTMLInputElement>('#new');
if (meter && input) {
  const minLength = Number(meter.dataset.meter);
  const names = (meter.dataset.words ?? '').split('|');
  const word = meter.querySelector('strong');
  const count = meter.querySelector('.muted');
  const spoken = meter.querySelector('[role=status]');
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];
  const sizes = [26, 26, 10, 33];

  const levelOf = (chars: string[], kinds: boolean[]) => {
    if (chars.length === 0) return 0;
    const pool = sizes.reduce((sum, size, i) => sum + (kinds[i] ? size : 0), 0);
    // A character that repeats the last one or follows it (abc, 321) adds next to nothing.
    const fresh = chars.filter((char, i) => {
      const step = (char.codePointAt(0) ?? 0) - (chars[i - 1]?.codePointAt(0) ?? 0);
      return i === 0 || Math.abs(step) > 1;
    });
    const bits = Math.min(fresh.length, new Set(chars).size * 1.5) * Math.log2(pool || 1);
    const level = bits < 45 ? 1 : bits < 65 ? 2 : bits < 90 ? 3 : 4;
    return chars.length < minLength ? Math.min(level, 2) : level;
  };

  const tick = (name: string, done: boolean) => {
    const tip = document.querySelector<HTMLElement>(`[data-tip=${name}]`);
    tip?.classList.toggle('on', done);
    tip?.querySelector('.vh')?.toggleAttribute('hidden', !done);
  };

  let later: ReturnType<typeof setTimeout> | undefined;
  const draw = () => {
    const chars = Array.from(input.value.normalize('NFC'));
    const kinds = classes.map((kind) => kind.test(input.value));
    const level = levelOf(chars, kinds);
    const left = minLength - chars.length;
    const text =
      (left > 1 ? meter.dataset.more : left === 1 ? meter.dataset.oneMore : meter.dataset.length) ?? '';
    meter.dataset.n = String(level);
    if (word) word.textContent = names[level] ?? '';
    if (count)
      count.textContent = chars.length ? text.replace('{n}', String(left > 0 ? left : chars.length)) : '';
    tick('length', left <= 0);
    tick('mix', kinds.filter(Boolean).length === 4);
    clearTimeout(later);
    // Spoken once the typing pauses, not at each key.
    later = setTimeout(
      () => spoken?.replaceChildren(chars.length ? `${names[level]}. ${count?.textContent}` : ''),
      900,
    );
  };
  meter.hidden = false;
  input.addEventListener('input', draw);
  draw();
}

export {};
