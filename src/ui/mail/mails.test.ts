import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleAbout, sampleMails } from '../../../test/support/mail-samples.ts';
import { defaultBrand } from '../brand.ts';
import { mailColours } from './colours.ts';
import { fullMoment } from './moments.ts';

/** What a reader of the HTML sees, in words; the address under the button is in the text only once. */
function wordsOfHtml(html: string): string[] {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
  return wordsOf(
    html
      .replace(/<(head)[\s\S]*?<\/\1>/, ' ')
      .replace(/<span aria-hidden="true">[\s\S]*?<\/span>/, ' ')
      .replace(/<\/?(?:td|tr|div|h1|br|table|p)\b[^>]*>/g, ' ')
      .replace(/<a href="([^"]*)"[^>]*>/g, ' $1 ')
      .replace(/<[^>]*>/g, '')
      .replace(/&(\w+|#39);/g, (entity, name) => entities[name] ?? entity),
  );
}

function wordsOf(text: string): string[] {
  return text.split(/[\s\u00a0\u202f:]+/).filter((word) => word.length > 0);
}

for (const locale of ['fr', 'en'] as const) {
  const about = sampleAbout(locale);
  describe(`every mail in ${locale}`, () => {
    for (const [kind, mail] of Object.entries(sampleMails(about))) {
      it(`${kind}: the text and the HTML say the same`, () => {
        const inHtml = new Set(wordsOfHtml(mail.html));
        const inText = new Set([...wordsOf(mail.text), ...wordsOf(about.words.common.copyAddress)]);
        assert.deepEqual(
          [...inText].filter(
            (word) => !inHtml.has(word) && !wordsOf(about.words.common.copyAddress).includes(word),
          ),
          [],
        );
        assert.deepEqual(
          [...inHtml].filter((word) => !inText.has(word)),
          [],
        );
      });

      it(`${kind}: loads nothing and reads in dark`, () => {
        assert.doesNotMatch(mail.html, /<img|<link|<script|src=|url\(|@import|@font-face/i);
        assert.match(mail.html, /<meta name="color-scheme" content="light dark">/);
        assert.match(mail.html, /@media\(prefers-color-scheme:dark\)/);
        assert.match(mail.html, new RegExp(`<html lang="${locale}">`));
      });

      it(`${kind}: the subject is one line and names the sender`, () => {
        assert.ok(mail.subject.startsWith("L'Opcommerce"));
        assert.doesNotMatch(mail.subject, /[\r\n]|856485/);
      });
    }
  });
}

describe('the mails', () => {
  it('carry the subjects of the guide, to the letter', () => {
    const mails = sampleMails(sampleAbout('fr'));
    assert.equal(mails.code.subject, "L'Opcommerce : votre code de connexion temporaire.");
    assert.equal(
      mails['password-reset'].subject,
      "L'Opcommerce : demande de renouvellement de votre mot de passe.",
    );
  });

  it('never break a French line before its punctuation', () => {
    for (const { text } of Object.values(sampleMails(sampleAbout('fr')))) {
      assert.doesNotMatch(text, / [;!?:»]|« |\S[;!?](?=\s|$)|[^\u202f\s][;!?](?:\s|$)/);
    }
  });

  it('hold no link, nor an address to write to, in the code mail', () => {
    for (const locale of ['fr', 'en'] as const) {
      const { text, html } = sampleMails(sampleAbout(locale)).code;
      assert.doesNotMatch(text, /https?:|www\.|@/);
      assert.doesNotMatch(html.replace(/<style>[\s\S]*<\/style>/, ''), /href|https?:|www\.|@/);
    }
  });

  it('keep the code out of what a mail program previews, and on a line of its own in the text', () => {
    const { text, html } = sampleMails(sampleAbout('fr')).code;
    const seen = html.replace(/<head>[\s\S]*?<\/head>/, '').replace(/<[^>]*>/g, '');
    const shown = seen.replace(/&\w+;|&#\d+;/g, '.').trim();
    assert.ok(shown.indexOf('856485') > 300, 'the HTML shows the code too early');
    assert.ok(text.indexOf('856485') > 200, 'the text shows the code too early');
    assert.match(text, /^\s*856485$/m);
    assert.equal(text.split('856485').length, 2);
  });

  it('say what the code is for, when it ends and what to do when it was not asked for', () => {
    const { text } = sampleMails(sampleAbout('fr')).code;
    const plain = text.replace(/[\u00a0\u202f]/g, ' ');
    for (const said of [
      "Ce code termine votre connexion au portail de l'Opcommerce.",
      "Le code est valable 10 minutes (jusqu'à 9:21) et ne sert qu'une fois.",
      "Ce n'était pas vous ?",
      'Chrome sur Windows',
      '20 novembre 2026 à 9:11 (heure de Paris)',
    ]) {
      assert.ok(plain.includes(said), said);
    }
  });

  it('say how long each link lives', () => {
    const mails = sampleMails(sampleAbout('fr'));
    assert.match(mails['password-reset'].text, /valable 60 minutes/);
    assert.match(mails['new-device'].text, /valable 30 jours/);
    assert.match(mails.invitation.text, /valable 7 jours/);
  });

  it('escape what comes from people and browsers, and keep it on its line', () => {
    const device = '<b onclick="x">Chrome</b>\r\nObjet: autre\u202e';
    const mails = sampleMails(sampleAbout('fr'), {
      device,
      name: '<a href="https://evil.example">\nClique</a>',
    });
    for (const { text, html } of Object.values(mails)) {
      assert.doesNotMatch(html, /<b onclick|<a href="https:\/\/evil/);
      assert.doesNotMatch(text, /^Objet:|^Clique|\u202e/m);
    }
    assert.match(mails.code.html, /&lt;b onclick/);
  });

  it('take any brand, and say no moment without its zone', () => {
    const brand = { ...defaultBrand, start: 'Les Tilleuls & Cie', alone: 'les Tilleuls & Cie' };
    const about = sampleAbout('fr', { brand, timeZone: 'Indian/Reunion' });
    const { code } = sampleMails(about);
    assert.equal(code.subject, 'Les Tilleuls & Cie : votre code de connexion temporaire.');
    assert.match(code.html, /les Tilleuls &amp; Cie/);
    assert.equal(fullMoment(about, Date.UTC(2026, 7, 1, 5, 0)), '1er août 2026 à 9:00 (UTC+4)');
  });

  it('keep an operator’s colours readable in dark, and refuse what is not a colour', () => {
    const colours = { primary: '#5a0a0a', link: '#00008b' };
    const made = mailColours({ ...defaultBrand, colours });
    assert.equal(made.primary, '#5a0a0a');
    assert.notEqual(made.darkLink, '#00008b');
    const hostile = { ...defaultBrand, colours: { ...colours, link: 'red;}</style><script>' } };
    assert.throws(() => mailColours(hostile), /#rrggbb/);
  });
});
