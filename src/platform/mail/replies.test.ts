import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { withoutAddresses } from './replies.ts';

it('keeps the code and the words of a reply', () => {
  const reply = '550-5.7.1 Blocked by policy\r\n550 5.7.1 see the portal';
  assert.equal(
    withoutAddresses(reply, 'a.b@exemple.fr'),
    '550-5.7.1 Blocked by policy 550 5.7.1 see the portal',
  );
});

it('removes the recipient however it is written, and every other address', () => {
  const reply = '550 <Jean.Dupont+x@Exemple.fr> mailto:aide@exemple.fr user jean.dupont+x, "q r"@exemple.fr';
  const kept = withoutAddresses(reply, 'jean.dupont+x@exemple.fr');
  assert.doesNotMatch(kept, /@|dupont/i);
  assert.match(kept, /^550 /);
});

it('lets no address through, whatever stands around it', () => {
  const word = fc.stringMatching(/^[a-z0-9.+_-]{3,20}$/);
  fc.assert(
    fc.property(word, word, fc.string(), fc.string(), (local, domain, beforeIt, afterIt) => {
      const address = `${local}@${domain}.fr`;
      const kept = withoutAddresses(`${beforeIt}<${address}>${afterIt}`, address);
      assert.ok(!kept.includes('@') && !kept.includes(address));
    }),
  );
});
