import fc from 'fast-check';

/** Texts in the shape of a user agent, with words of the sender's own (each begins with « evil ») among the usual ones. */
export const hostileUserAgent: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'Mozilla/5.0 ',
        'Chrome/1 ',
        '(',
        ')',
        ';',
        ' ',
        '/',
        'Version/',
        'iPhone',
        'Windows NT 9',
        'http://',
        '[FBAN/',
      ),
      fc.string({ maxLength: 12 }).map((text) => `evil${text}`),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
