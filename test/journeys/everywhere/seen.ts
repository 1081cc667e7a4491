import type { Page } from '@playwright/test';

/**
 * What a password manager sees of the forms of the page, in their order: the purpose, the type and the value of each
 * field that tells its purpose. It passes over what people cannot see, as managers do: not drawn, clear, clipped, tiny,
 * off the screen, under something else, or said to be hidden.
 */
export function offered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shown = (element: Element): boolean => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        const { display, visibility, opacity, clip, clipPath } = getComputedStyle(at);
        if (display === 'none' || visibility !== 'visible' || Number(opacity) < 0.9) return false;
        if (clip !== 'auto' || clipPath !== 'none') return false;
        if (at.matches('[hidden], [inert], [aria-hidden=true]')) return false;
      }
      return true;
    };
    const met = (element: Element): boolean => {
      element.scrollIntoView({ block: 'center' });
      const { left, top, width, height } = element.getBoundingClientRect();
      if (element.getClientRects().length === 0 || width <= 10 || height <= 10) return false;
      // What lies off the screen is met nowhere.
      return document.elementFromPoint(left + width / 2, top + height / 2) === element;
    };
    return [...document.querySelectorAll<HTMLInputElement>('main form input[autocomplete]')]
      .filter((input) => shown(input) && met(input))
      .map((input) => `${input.autocomplete} ${input.type} ${input.value}`);
  });
}
