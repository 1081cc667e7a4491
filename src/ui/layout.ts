import { memo } from '../core/memo.ts';
import { paths } from '../routes.ts';
import { type Html, html, type Part } from './html.ts';
import { summary } from './summary.ts';
import type { FieldError, View } from './view.ts';

type PageOf = { title: string; errors?: readonly FieldError[]; body: Html };

/** A small guarded door in the primary colour; as a data: URI it costs no request. Drawn once a colour. */
const iconOf = memo(10, (primary) => {
  const fill = encodeURIComponent(primary);
  return `data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 32 32%22%3E%3Crect width=%2232%22 height=%2232%22 rx=%227%22 fill=%22${fill}%22/%3E%3Cpath d=%22M9.5 25V15a6.5 6.5 0 0 1 13 0v10z%22 fill=%22%23fff%22/%3E%3Ccircle cx=%2219%22 cy=%2218.5%22 r=%221.5%22 fill=%22${fill}%22/%3E%3C/svg%3E`;
});

/** The same page in the other language: a plain link, so that it works without scripts. */
export function otherLanguageHref(view: View): string {
  const [path = '/', query = ''] = view.here.split('?', 2);
  const kept = query.split('&').filter((pair) => pair && !pair.startsWith('lang='));
  return `${path}?${[...kept, `lang=${view.locale === 'fr' ? 'en' : 'fr'}`].join('&')}`;
}

function document(
  view: View,
  page: { title: string; failed: boolean; kind: 'auth' | 'app'; content: Part[] },
): Html {
  const { common } = view.words;
  const title = common.title(page.title, view.brand);
  return html`<!doctype html>
<html lang="${view.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${page.failed ? common.errorTitle(title) : title}</title>
<link rel="icon" href="${iconOf(view.brand.colours.primary)}">
<link rel="stylesheet" href="${view.assets.css}">${
    page.kind === 'app'
      ? html`
<link rel="stylesheet" href="${view.assets.app}">`
      : ''
  }
<script type="module" src="${view.assets.js}"></script>
</head>
<body class="${page.kind}">
<a class="skip" href="#content">${common.skip}</a>
${page.content}
${footer(view)}
</body>
</html>`;
}

function logo(view: View): Html {
  return html`<a href="${paths.home}" class="home"><img src="${view.assets.logo}" alt="${view.words.common.logo(view.brand)}"></a>`;
}

function footer(view: View): Html {
  const { common } = view.words;
  const { legal, privacy, accessibility } = view.links;
  const item = (href: string | undefined, label: string) =>
    href ? html`<li><a href="${href}">${label}</a></li>` : '';
  const other = view.locale === 'fr' ? 'en' : 'fr';
  return html`<footer class="foot"><ul>
${item(legal, common.legal)}${item(privacy, common.privacy)}${item(accessibility, common.accessibility)}
<li><a href="${otherLanguageHref(view)}" hreflang="${other}" lang="${other}" data-language>${common.otherLanguage}</a></li>
</ul></footer>`;
}

/**
 * The page of someone who is not signed in: logo, « Aide », one card, the footer. `under` stands below the card.
 * With errors the title begins with « Erreur : » and the summary comes first [security.md 45].
 */
export function authPage(view: View, page: PageOf & { under?: Part }): Html {
  const failed = (page.errors?.length ?? 0) > 0;
  return document(view, {
    title: page.title,
    failed,
    kind: 'auth',
    content: [
      html`<header>${logo(view)}<a href="${paths.help}">${view.words.common.help}</a></header>
<main id="content">
<div class="card">${failed ? summary(view, page.errors ?? []) : ''}${page.body}</div>
${page.under}
</main>`,
    ],
  });
}

/** The page of someone who is signed in; `bar` holds what the header says about them. */
export function appPage(view: View, page: PageOf & { bar?: Part }): Html {
  return document(view, {
    title: page.title,
    failed: (page.errors?.length ?? 0) > 0,
    kind: 'app',
    content: [
      html`<header class="bar"><div>${logo(view)}<nav aria-label="${view.words.home.bar}"><a class="lnk" href="${paths.help}">${view.words.common.help}</a>${page.bar}</nav></div></header>
<main id="content" class="page">${page.body}</main>`,
    ],
  });
}
