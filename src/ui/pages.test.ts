import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { samplePages, sampleView } from '../../test/support/pages.ts';
import { createAssets } from './assets.ts';
import { defaultBrand } from './brand.ts';
import type { Html } from './html.ts';
import type { Locale } from './view.ts';

const email = 'mon_adresse_email@gmail.com';
const typed = { email, name: 'Camille Lefèvre' };
const pages = (locale: Locale) => samplePages(sampleView(locale), typed);
const french = pages('fr');

/** What a person reads: no tags but what stands in a field that only shows, one space between words whatever its kind. */
function read(page: Html | undefined): string {
  return String(page)
    .replace(/<(head|template|script)[\s\S]*?<\/\1>/g, '')
    .replace(/<input\b[^>]* value="([^"]*)"[^>]* readonly\b[^>]*>/g, ' $1 ')
    .replace(/<wbr>|<\/?(?:span|strong|b)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

const guide: Record<string, readonly string[]> = {
  email: [
    'Se connecter',
    "Identifiez-vous pour avoir accès à vos outils l'Opcommerce.",
    'Adresse de messagerie',
    'Poursuivre',
    'Créer un compte →',
  ],
  password: [
    'Saisir votre mot de passe',
    "Saisissez le mot de passe associé à votre compte l'Opcommerce",
    email,
    'Mot de passe',
    'Mot de passe oublié',
    'Se connecter',
    'Abandonner et retourner vers votre portail',
  ],
  renewal: [email, '13 caractères au minimum', 'Réinitialiser le mot de passe'],
  forgotten: [
    'Mot de passe oublié',
    'Cliquez sur « Continuer » pour recevoir un lien de renouvellement par e-mail.',
    'Continuer',
  ],
  'reset-sent': ["L'Opcommerce : demande de renouvellement de votre mot de passe."],
  'reset-done': [
    'Votre mot de passe est mis à jour.',
    'Reconnectez-vous ensuite avec votre nouveau mot de passe.',
  ],
  home: ["Vous êtes connecté(e) au portail de l'Opcommerce.", 'Vos outils'],
  help: [
    "Je me connecte au portail de l'Opcommerce",
    'La plupart du temps, la connexion se fait en 2 étapes seulement (identifiant + mot de passe).',
    "Rendez-vous sur le portail de l'Opcommerce et saisissez votre adresse e-mail, puis cliquez sur « Poursuivre »",
    'Saisissez votre mot de passe, puis cliquez sur « Se connecter »',
    'Régulièrement',
    "L'Opcommerce : votre code de connexion temporaire.",
    'Recopiez le code dans le champ prévu puis cliquez sur « Vérifier ». La connexion reprend normalement.',
    'Ce code de connexion vous sera demandé régulièrement, et pas à chaque connexion.',
    "Vous êtes connecté(e) au portail de l'Opcommerce.",
    'Occasionnellement',
    '13 caractères au minimum ; Mélangez majuscules, minuscules, chiffres et caractères spéciaux',
    'Je renouvelle mon mot de passe',
    'Votre mot de passe doit comporter au moins 13 caractères.',
    'Sur la page « Saisir votre mot de passe », cliquez sur « Mot de passe oublié »',
    "Le portail vous confirme qu'un lien va vous être envoyé.",
    "L'Opcommerce : demande de renouvellement de votre mot de passe.",
    "Vous êtes alors redirigé(e) sur l'écran de changement de mot de passe.",
    'Mélangez majuscules, minuscules, chiffres et caractères spéciaux pour plus de sécurité.',
    'Cliquez sur « Réinitialiser le mot de passe »',
    'Votre mot de passe est mis à jour.',
    'En résumé',
    'votre connexion se passe exactement comme avant : identifiant + mot de passe.',
  ],
};

const codeSentences = [
  'Renforcement de la sécurité anti-fraude',
  `Nous avons envoyé un code de connexion sur la boîte email ${email}`,
  'Merci de vous y connecter pour récupérer le code, que vous devrez entrer ci-dessous.',
  'Le code est valable 10 minutes.',
  "Si vous ne trouvez pas le code, vérifiez dans vos courriers indésirables. Sinon vous pouvez demander l'envoi d'un nouveau code.",
  email,
  'Code de connexion à 6 chiffres',
  'Vérifier',
];

function assertInOrder(text: string, sentences: readonly string[], name: string): void {
  let from = 0;
  for (const sentence of sentences) {
    const at = text.indexOf(sentence, from);
    assert.ok(at >= 0, `${name}: « ${sentence} » is missing or out of order in: ${text}`);
    from = at + sentence.length;
  }
}

describe('the words of the pages', () => {
  it('are the guide’s, in its order', () => {
    for (const [name, sentences] of Object.entries(guide)) assertInOrder(read(french[name]), sentences, name);
  });

  it('keep every sentence of the code page, in every state', () => {
    for (const name of ['code', 'code-resent', 'code-error', 'code-expired']) {
      assertInOrder(read(french[name]), codeSentences, name);
    }
    assert.match(read(french.code), /Vérifier Vous n'avez pas reçu d'e-mail \? Renvoyer /);
  });

  it('never end a French line before « ; ! ? : » of our own, nor after an opening guillemet', () => {
    const theGuides = /L'Opcommerce : |Erreur : |reçu d'e-mail \?/g;
    for (const [name, page] of Object.entries(french)) {
      const text = String(page)
        .replaceAll('&#39;', "'")
        .replace(/<[^>]*>/g, '\n')
        .replace(theGuides, '');
      assert.doesNotMatch(text, /\S [;!?:»]|« /, name);
    }
  });

  it('are complete in English', () => {
    for (const [name, page] of Object.entries(pages('en'))) {
      const text = read(page).replace('Français', '');
      if (!name.startsWith('home'))
        assert.doesNotMatch(text, /\b(vous|votre|connexion|adresse|mot de passe)\b/i, name);
    }
  });

  it('take any name, in its four forms', () => {
    const brand = {
      ...defaultBrand,
      alone: 'le Cercle',
      of: 'du Cercle',
      start: 'Le Cercle',
      beside: 'Cercle',
    };
    const own = samplePages(sampleView('fr', { brand }), typed);
    assert.match(read(own.email), /vos outils Cercle\./);
    assert.match(read(own.home), /connecté\(e\) au portail du Cercle\./);
    assert.match(read(own.password), /Le Cercle ne vous demandera jamais/);
    assert.match(String(own.email), /<title>Se connecter – Portail du Cercle<\/title>/);
    for (const page of Object.values(own)) assert.doesNotMatch(String(page), /Opcommerce/i);
  });
});

describe('every page', () => {
  it('is valid HTML, in both languages', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: {
        'doctype-style': 'off',
        'void-style': 'off',
        'no-trailing-whitespace': 'off',
        'long-title': 'off',
        'tel-non-breaking': 'off',
        'no-implicit-button-type': 'off',
        'no-implicit-input-type': 'off',
      },
    });
    const problems: string[] = [];
    for (const locale of ['fr', 'en'] as const) {
      for (const [name, page] of Object.entries(pages(locale))) {
        const report = await validator.validateString(String(page), `${locale}/${name}`);
        for (const result of report.results)
          for (const message of result.messages)
            problems.push(`${locale}/${name}:${message.line} ${message.ruleId} ${message.message}`);
      }
    }
    assert.deepEqual(problems, []);
  });

  it('escapes whatever was typed', () => {
    const hostile = `"><script>alert('1')</script>&amp;@x.fr`;
    for (const [name, page] of Object.entries(
      samplePages(sampleView('fr'), { email: hostile, name: hostile }),
    )) {
      const text = String(page);
      assert.equal(text.match(/<script\b/g)?.length, 1, name);
      assert.ok(!text.includes(hostile) && !text.includes("alert('1')"), name);
    }
  });

  it('asks nothing that a strict policy refuses: no inline script, style or handler', () => {
    for (const [name, page] of Object.entries(french)) {
      const text = String(page);
      assert.doesNotMatch(text, / style="| on[a-z]+="|<style|javascript:/, name);
      assert.equal(text.match(/<script\b/g)?.length, 1, name);
      assert.match(text, /<script type="module" src="\/assets\//, name);
    }
  });

  it('has a skip link, a language, the help and the other language', () => {
    for (const [name, page] of Object.entries(french)) {
      const text = String(page);
      assert.match(text, /<html lang="fr">/, name);
      assert.match(text, /<a class="skip" href="#content">[\s\S]*<main id="content"/, name);
      assert.match(text, /href="\/aide"/, name);
      assert.match(text, /href="\/connexion\?j=0198&amp;lang=en" hreflang="en" lang="en"/, name);
      assert.equal(text.match(/<h1\b/g)?.length, 1, name);
      assert.match(text, /<meta name="robots" content="noindex">/, name);
    }
  });

  it('guards every form and names its journey', () => {
    for (const [name, page] of Object.entries(french)) {
      for (const [form] of String(page).matchAll(/<form[\s\S]*?<\/form>/g)) {
        assert.match(form, /<input type="hidden" name="csrf" value="jeton-de-la-page">/, name);
        assert.match(form, /^<form method="post"/, name);
      }
    }
    assert.match(String(french.password), /name="j" value="0198-journey"/);
  });
});

describe('fields', () => {
  const field = (page: string, id: string) =>
    new RegExp(`<input[^>]* id="${id}"[^>]*>`).exec(String(french[page]))?.[0] ?? '';

  it('tell browsers what they are for [security.md 44]', () => {
    assert.match(field('email', 'username'), /type="email"[^>]*autocomplete="username"/);
    assert.match(
      field('password', 'username'),
      /autocomplete="username"[^>]*value="mon_adresse_email@gmail.com"/,
    );
    assert.match(field('password', 'password'), /type="password" autocomplete="current-password"/);
    assert.match(field('code', 'code'), /type="text" inputmode="numeric" autocomplete="one-time-code"/);
    for (const page of ['renewal', 'reset-password', 'sign-up-details']) {
      for (const id of ['new', 'confirm']) {
        assert.match(field(page, id), /autocomplete="new-password"/, page);
        assert.match(field(page, id), /passwordrules="minlength: 13; allowed: unicode;"/, page);
      }
      assert.match(field(page, 'username'), /autocomplete="username"/, page);
    }
  });

  it('never cut a value short, nor post the address that is only shown', () => {
    for (const [name, page] of Object.entries(french)) assert.doesNotMatch(String(page), /maxlength/, name);
    assert.doesNotMatch(field('password', 'username'), / name=/);
  });

  it('say their error twice in the same words, and the title first', () => {
    const page = String(french['code-error']);
    const message = 'Ce code n&#39;est pas le bon. Il vous reste 4 essais.';
    assert.equal(page.split(message).length - 1, 2);
    assert.match(page, /<title>Erreur : /);
    assert.match(page, /class="sum" role="alert" tabindex="-1"[^>]* autofocus/);
    assert.match(page, /<a href="#code">/);
    assert.match(field('code-error', 'code'), /aria-invalid="true" aria-describedby="code-error code-life"/);
    assert.doesNotMatch(field('code-error', 'code'), /autofocus/);
  });

  it('keep what was typed, passwords excepted', () => {
    assert.match(field('email-error', 'username'), /value="mon_adresse_email@gmail.com"/);
    for (const id of ['new', 'confirm']) assert.doesNotMatch(field('renewal-error', id), /value=/);
  });
});

describe('what depends on the operator', () => {
  it('has no « Créer un compte » when sign-up is closed', () => {
    const view = sampleView('fr', { signUp: false });
    assert.doesNotMatch(String(samplePages(view, typed).email), /Créer un compte/);
  });

  it('shows only the links that are configured', () => {
    const page = String(samplePages(sampleView('fr', { links: {}, help: {} }), typed).email);
    assert.doesNotMatch(page, /Mentions légales|Données personnelles|Accessibilité/);
    assert.match(read(french.email), /Mentions légales Données personnelles Accessibilité English/);
  });
});

describe('the sign-in page', () => {
  it('weighs at most 14 kB compressed, in at most 4 requests, all of them ours', async () => {
    const assets = createAssets(defaultBrand);
    const page = String(samplePages(sampleView('fr', { assets: assets.paths }), typed).email);
    const requested = [...page.matchAll(/(?:src|rel="stylesheet" href)="([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    assert.equal(requested.length + 1, 4);
    let bytes = brotliCompressSync(page).length;
    for (const path of requested) {
      const asset = assets.find(path);
      assert.ok(asset, path);
      bytes += (await asset.body('br')).length;
    }
    assert.ok(bytes <= 14_000, `${bytes} bytes`);
  });
});
