import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import type { KeyRing } from '../core/key-ring.ts';
import { acceptClientHints, hintsOf } from '../platform/http/client-hints.ts';
import { browserToken, readCookie, readLanguage } from '../platform/http/cookies.ts';
import { createCsrf } from '../platform/http/csrf.ts';
import { read } from '../platform/http/forms.ts';
import { pickLanguage } from '../platform/http/language.ts';
import { networkOf } from '../platform/http/network.ts';
import { Refusal } from '../platform/http/refusals.ts';
import { deviceLabel } from '../platform/http/user-agent.ts';
import type { Html } from '../ui/html.ts';
import type { Brand, Help, SiteLinks, View } from '../ui/view.ts';
import { wordsOf } from '../ui/words/index.ts';
import type { Visit } from './visit.ts';

export type Site = {
  brand: Brand;
  help: Help;
  links: SiteLinks;
  signUp: boolean;
  timeZone: string;
  assets: View['assets'];
};

export type WebDeps = { keyRing: KeyRing; clock: Clock; site: Site };
export type Web = ReturnType<typeof createWeb>;

/** How pages meet HTTP: who knocks, what a page is drawn from, and the one way to read a form. */
export function createWeb({ keyRing, clock, site }: WebDeps) {
  const csrf = createCsrf({ keyRing });

  /** Everything about this request; gives the browser its token when it has none yet. */
  function visit(request: FastifyRequest, reply: FastifyReply): Visit {
    const locale = localeOf(request);
    const userAgent = request.headers['user-agent'];
    return {
      browser: browserToken(request, reply),
      session: readCookie(request, 'session'),
      device: readCookie(request, 'device'),
      network: networkOf(request.ip),
      userAgent,
      hints: hintsOf(request.headers),
      label: deviceLabel(userAgent, locale),
      locale,
    };
  }

  return {
    clock,
    visit,

    /** What a page is drawn from. `bound` is the cookie that its forms are bound to [security.md 34]. */
    view(request: FastifyRequest, bound: string): View {
      const locale = localeOf(request);
      return { locale, words: wordsOf(locale), ...site, csrf: csrf.token(bound), here: hereOf(request) };
    },

    /**
     * Reads a form: its token first, then its fields, strictly. Throws a Refusal: cookies blocked, a form too
     * old, bad input.
     */
    form<Shape extends z.ZodType<{ csrf: string }>>(
      request: FastifyRequest,
      shape: Shape,
      cookie: 'browser' | 'session' = 'browser',
    ): z.infer<Shape> {
      const bound = readCookie(request, cookie);
      if (!bound) throw new Refusal(cookie === 'browser' ? 'cookies-blocked' : 'form-too-old');
      const fields = read(shape, request.body ?? {});
      if (!csrf.holds(bound, fields.csrf)) throw new Refusal('form-too-old');
      return fields;
    },
  };
}

function localeOf(request: FastifyRequest) {
  return pickLanguage(readLanguage(request), request.headers['accept-language']);
}

/** This page's path and its journey, never a token: what the language switch leads back to. */
function hereOf(request: FastifyRequest): string {
  // One leading slash: « //elsewhere » would be another site.
  const path = request.url.split('?', 1)[0]!.replace(/^[/\\]+/, '/');
  const { j } = (request.query ?? {}) as { j?: unknown };
  return typeof j === 'string' ? `${path}?j=${encodeURIComponent(j)}` : path;
}

/** Answers with a page. */
export function sendPage(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('accept-ch', acceptClientHints)
    .send(String(page));
}

/** Leads on after a form: 303, so that the next request is a GET and nothing is sent twice [security.md 31]. */
export function seeOther(reply: FastifyReply, path: string): FastifyReply {
  return reply.redirect(path, 303);
}
