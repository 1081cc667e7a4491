import { z } from 'zod';

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(16_384);
const credential = {
  id: base64url.max(1_500),
  rawId: base64url.max(1_500),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
};

/** What `PublicKeyCredential.toJSON()` gives after `get`: what is looked at of it, the rest left out. */
const assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.max(100).nullish(),
  }),
});

/** The same after `create`. */
const attestation = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(40)).max(10).nullish(),
  }),
});

export type AssertionAnswer = z.infer<typeof assertion>;
export type AttestationAnswer = z.infer<typeof attestation>;

/** Null for what no browser sends. */
export const readAssertion = (text: string): AssertionAnswer | null => readAs(assertion, text);
export const readAttestation = (text: string): AttestationAnswer | null => readAs(attestation, text);

function readAs<Shape extends z.ZodType>(shape: Shape, text: string): z.infer<Shape> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const read = shape.safeParse(value);
  return read.success ? read.data : null;
}
