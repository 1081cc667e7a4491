import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { budgetForm, displayEmail, type Email, parseEmail, parseName, suggestEmail } from './rules.ts';

const parsed = (text: string): Email => {
  const outcome = parseEmail(text);
  assert.ok(outcome.ok, `${JSON.stringify(text)} is refused`);
  return outcome.email;
};
const reason = (text: string) => {
  const outcome = parseEmail(text);
  return outcome.ok ? `accepted as ${outcome.email}` : outcome.reason;
};

/** What people and attackers type: real parts, joined with characters that parsers stumble on. */
const piece = fc.oneof(
  fc.constantFrom(
    '@',
    '.',
    '+',
    ' ',
    '"',
    '%',
    '/',
    '\\',
    '#',
    '?',
    '\r\n',
    '\0',
    '\t',
    ':',
    '[',
    ']',
    '-',
    'xn--',
  ),
  fc.constantFrom(
    'Jean',
    'ÉMILE',
    'İ',
    'ΑΣ',
    'ß',
    'e\u0301',
    '=\u0338',
    'ｅ',
    '。',
    '\u00ad',
    '\u200b',
    '\ud800',
  ),
  fc.constantFrom('gmail.com', 'EXEMPLE.fr', 'bücher.de', '127.0.0.1', 'a.b', '🙂'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const typed = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
  fc
    .tuple(fc.array(piece, { maxLength: 4 }), fc.array(piece, { maxLength: 4 }))
    .map(([l, d]) => `${l.join('')}@${d.join('')}`),
  fc.tuple(fc.array(piece, { maxLength: 3 }), fc.emailAddress()).map(([l, e]) => `${l.join('')}${e}`),
  fc.emailAddress(),
);

describe('an e-mail address', () => {
  it('is trimmed, its case folded and its domain made ASCII, the tag kept', () => {
    assert.equal(parsed('  Jean.Dupont+Portail@Exemple.FR '), 'jean.dupont+portail@exemple.fr');
    assert.equal(parsed('a@Bücher.DE'), 'a@xn--bcher-kva.de');
    assert.equal(parsed('a@exemple。fr'), 'a@exemple.fr');
  });

  it('is one and the same composed and decomposed', () => {
    assert.equal(parsed('andr\u0065\u0301@exemple.fr'), parsed('andr\u00e9@exemple.fr'));
    assert.equal(parsed('É@exemple.fr'), 'é@exemple.fr');
    assert.equal(parsed('H\u0331@exemple.fr'), '\u1e96@exemple.fr');
    fc.assert(
      fc.property(typed, (text) => {
        assert.deepEqual(parseEmail(text.normalize('NFD')), parseEmail(text));
      }),
      { numRuns: 2_000, examples: [['a@≠.fr']] },
    );
  });

  it('is asked for when nothing was typed', () => {
    for (const text of ['', '   ', '\u00a0\n']) assert.equal(reason(text), 'empty');
  });

  it('is refused when a mail could go elsewhere', () => {
    for (const text of [
      'a@b.fr\r\nBcc: c@d.fr',
      'a\r\n@b.fr',
      'a@b\n.fr',
      'a@b.fr\0',
      'a@b@c.fr',
      '"a@b"@c.fr',
      '"a"@c.fr',
      'a b@c.fr',
      'a@b c.fr',
      'Jean <a@b.fr>',
      'a@b.fr,c@d.fr',
      'a@b.fr;c@d.fr',
      'a(b)@c.fr',
      'a\u200b@c.fr',
      'a\u3164@c.fr',
    ]) {
      assert.equal(reason(text), 'not-an-address', JSON.stringify(text));
    }
  });

  it('is refused when its domain is read otherwise than it is written', () => {
    for (const domain of [
      'b.fr/c.fr',
      'b.fr#c.fr',
      'b.fr?c',
      'b.fr\\c',
      'ex%61mple.fr',
      'b.fr:25',
      'a／b.fr',
      'a％41.fr',
    ]) {
      assert.equal(reason(`a@${domain}`), 'not-an-address', domain);
    }
  });

  it('is refused without a real host name', () => {
    const domains = [
      '',
      'localhost',
      '[127.0.0.1]',
      '[::1]',
      '127.0.0.1',
      '0x7f.1',
      '2130706433',
      '１２７.0.0.1',
    ];
    for (const domain of [
      ...domains,
      'b..fr',
      '.fr',
      'b.fr.',
      '-b.fr',
      'b-.fr',
      'b_c.fr',
      `${'b'.repeat(64)}.fr`,
    ]) {
      assert.equal(reason(`a@${domain}`), 'not-an-address', domain);
    }
    for (const text of ['@b.fr', '.a@b.fr', 'a.@b.fr', 'a..b@c.fr', 'a', 'b.fr']) {
      assert.equal(reason(text), 'not-an-address', text);
    }
  });

  it('holds 64 octets before the @ and 254 in all', () => {
    assert.equal(reason(`${'a'.repeat(65)}@b.fr`), 'too-long');
    assert.equal(reason(`${'é'.repeat(33)}@b.fr`), 'too-long');
    const long = (n: number) => `a@${`${'b'.repeat(60)}.`.repeat(5).slice(0, n - 5)}.fr`;
    assert.equal(parsed(long(254)).length, 254);
    assert.equal(reason(long(255)), 'too-long');
    assert.equal(reason(`a@${'b'.repeat(100_000)}.fr`), 'too-long');
    parsed(`${'a'.repeat(64)}@b.fr`);
  });

  it('is the same when it is read twice', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const once = parseEmail(text);
        if (once.ok) assert.deepEqual(parseEmail(once.email), once);
      }),
      { numRuns: 3_000 },
    );
  });

  it('holds no control character, no space and one @, whatever was typed', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const outcome = parseEmail(text);
        if (outcome.ok) assert.match(outcome.email, /^[^\s@"<>,;:\p{Cc}\p{Cf}\p{Cs}]+@[a-z0-9.-]+$/u);
      }),
      { numRuns: 3_000 },
    );
  });

  it('does not depend on the case of what was typed', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (text) => {
        const outcome = parseEmail(text);
        if (!outcome.ok) return;
        assert.equal(parsed(text.toUpperCase()), outcome.email);
        assert.equal(parsed(` ${text.toLowerCase()}\t`), outcome.email);
      }),
      { numRuns: 500 },
    );
  });

  it('comes back as itself from the form that people see', () => {
    assert.equal(displayEmail(parsed('a@bücher.de')), 'a@bücher.de');
    assert.equal(displayEmail(parsed('a@xn---54k.fr')), 'a@xn---54k.fr');
    assert.equal(displayEmail(parsed('a@exemple.fr⧸x.fr')), 'a@exemple.xn--frx-lx8a.fr');
    fc.assert(
      fc.property(typed, (text) => {
        const outcome = parseEmail(text);
        if (outcome.ok) assert.equal(parsed(displayEmail(outcome.email)), outcome.email);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the budget of an address', () => {
  it('is shared by the tags and by the names that reach one mailbox', () => {
    assert.equal(budgetForm(parsed('Max+a@b.fr')), budgetForm(parsed('max+b+c@B.fr')));
    assert.equal(budgetForm(parsed('m.a.x+1@gmail.com')), budgetForm(parsed('max@googlemail.com')));
    assert.notEqual(budgetForm(parsed('m.ax@b.fr')), budgetForm(parsed('max@b.fr')));
  });

  it('is never multiplied by a tag or by case', () => {
    const tag = fc.stringMatching(/^[a-z0-9+]{0,10}$/);
    fc.assert(
      fc.property(fc.emailAddress(), tag, (text, extra) => {
        const plain = parseEmail(text);
        const at = text.lastIndexOf('@');
        const tagged = parseEmail(`${text.slice(0, at)}+${extra}${text.slice(at)}`.toUpperCase());
        if (plain.ok && tagged.ok) assert.equal(budgetForm(tagged.email), budgetForm(plain.email));
      }),
      { numRuns: 500 },
    );
  });
});

describe('« Vouliez-vous dire »', () => {
  const meant = (text: string) => suggestEmail(parsed(text));

  it('offers the domain that was meant', () => {
    assert.equal(meant('max+a@gmial.com'), 'max+a@gmail.com');
    for (const [slip, domain] of [
      ['gmai.com', 'gmail.com'],
      ['gmail.fr', 'gmail.com'],
      ['gmail.con', 'gmail.com'],
      ['gamil.co', 'gmail.com'],
      ['hotmial.fr', 'hotmail.fr'],
      ['orang.fr', 'orange.fr'],
      ['wanado.fr', 'wanadoo.fr'],
      ['yaho.fr', 'yahoo.fr'],
      ['laposte.ne', 'laposte.net'],
      ['outlok.com', 'outlook.com'],
      ['fre.fr', 'free.fr'],
      ['iclou.com', 'icloud.com'],
    ] as const) {
      assert.equal(meant(`a@${slip}`), `a@${domain}`);
    }
  });

  it('stays silent on a domain that is right, or like no other', () => {
    for (const domain of [
      'gmail.com',
      'mail.com',
      'ymail.com',
      'gmx.de',
      'yahoo.ca',
      'live.nl',
      'orange.com',
    ]) {
      assert.equal(meant(`a@${domain}`), null, domain);
    }
    for (const domain of ['opcommerce.fr', 'afp.fr', 'ac-lyon.fr', 'xn--bcher-kva.de']) {
      assert.equal(meant(`a@${domain}`), null, domain);
    }
  });

  it('never suggests the same address, nor twice in a row', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (text) => {
        const outcome = parseEmail(text);
        const suggestion = outcome.ok ? suggestEmail(outcome.email) : null;
        if (suggestion) assert.equal(suggestEmail(parsed(suggestion)), null);
      }),
    );
  });
});

describe('a name', () => {
  it('is kept as it was typed, trimmed and composed', () => {
    for (const name of ["Zoé d'Ambre-Sow", '王小明', 'Σωκράτης', "O'Neil <3", 'نیم\u200cفاصله']) {
      assert.deepEqual(parseName(`  ${name} `), { ok: true, name });
    }
    assert.deepEqual(parseName('Zoe\u0301'), { ok: true, name: 'Zoé' });
    assert.deepEqual(parseName('😀'.repeat(100)), { ok: true, name: '😀'.repeat(100) });
  });

  it('is refused with the reason', () => {
    for (const text of ['', ' \u00a0', '\u200b\u200d', '\u3164']) {
      assert.deepEqual(parseName(text), { ok: false, reason: 'empty' });
    }
    for (const text of ['a\r\nBcc: b', 'a\0b', 'a\u202eb', 'a\u2066b', 'a\u2028b', 'a\ud800']) {
      assert.deepEqual(parseName(text), { ok: false, reason: 'not-text' });
    }
    assert.deepEqual(parseName('a'.repeat(101)), { ok: false, reason: 'too-long' });
  });

  it('is the same when it is read twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = parseName(text);
        if (once.ok) assert.deepEqual(parseName(once.name), once);
      }),
    );
  });
});
