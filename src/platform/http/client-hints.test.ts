import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acceptClientHints, hintsOf } from './client-hints.ts';

describe('client hints', () => {
  it('are read as sent', () => {
    const sent = {
      'sec-ch-ua': '"Chromium";v="138"',
      'sec-ch-ua-mobile': '?1',
      'sec-ch-ua-platform': '"Android"',
      'sec-ch-ua-platform-version': '"16.0.0"',
      'sec-ch-ua-model': '"Pixel 9"',
      'sec-ch-ua-arch': '"arm"',
    };
    assert.deepEqual(hintsOf(sent), {
      brands: '"Chromium";v="138"',
      mobile: '?1',
      platform: '"Android"',
      platformVersion: '"16.0.0"',
      model: '"Pixel 9"',
    });
  });

  it('are absent where nothing was sent, or no line of text', () => {
    assert.deepEqual(hintsOf({}), {});
    assert.deepEqual(hintsOf({ 'sec-ch-ua': ['a', 'b'] } as never), {});
  });

  it('are cut', () => {
    assert.equal(hintsOf({ 'sec-ch-ua-model': 'x'.repeat(8_192) }).model?.length, 128);
  });

  it('are asked for by no more than two names', () => {
    assert.equal(acceptClientHints.split(', ').length, 2);
  });
});
