import { parse } from 'node:querystring';
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Refusal } from './refusals.ts';

/** The largest form, in bytes: a long password in another script, percent-encoded, several times over. */
export const formLimitBytes = 64 * 1024;

/** Accepts forms and nothing else: Fastify's own JSON and text parsers are taken out [security.md 35]. */
export async function registerForms(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  await app.register(formbody, { bodyLimit: formLimitBytes, parser: parseForm });
}

function parseForm(text: string): Record<string, unknown> {
  // Bytes that were not UTF-8 arrive replaced: a password typed so would be another one.
  if (text.includes('\uFFFD')) throw new Refusal('bad-input');
  try {
    // Broken percent-encodings and bytes that are not UTF-8 would otherwise pass undecoded.
    decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Refusal('bad-input');
  }
  return parse(text);
}

/** One line of text that a person typed: any length up to the limit; no NUL in it. */
export const typed = z
  .string()
  .max(8_192)
  .refine((text) => !text.includes('\0'));

/** A password as sent: the rules of passwords say what is wrong with it, NUL included. */
export const typedPassword = z.string().max(formLimitBytes);

/** The masked token of a form, and the journey's id where the page belongs to one. */
export const formFields = { csrf: z.string().max(200), j: z.string().max(4_000).optional() };

/** Reads a body or a query strictly: unknown, repeated or wrongly typed fields are refused, never guessed. */
export function read<Shape extends z.ZodType>(schema: Shape, value: unknown): z.infer<Shape> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Refusal('bad-input');
  return result.data;
}
