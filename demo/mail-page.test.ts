import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import nodemailer from 'nodemailer';
import { defaultBrand } from '../src/ui/brand.ts';
import { type MailPage, startMailPage } from './mail-page.ts';
import { type Receiver, startReceiver } from './receiver.ts';

describe('the page of captured mails', () => {
  let receiver: Receiver;
  let page: MailPage;
  before(async () => {
    receiver = await startReceiver();
    page = await startMailPage({
      receiver,
      brand: defaultBrand,
      portalUrl: 'http://localhost:3000',
      port: 0,
    });
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: receiver.port, ignoreTLS: true });
    await transport.sendMail({
      from: { name: "L'Opcommerce", address: 'portail@membres.example' },
      to: { name: '', address: 'camille@membres.example' },
      subject: '<script>alert(1)</script>',
      text: 'Ouvrez http://localhost:3000/renouvellement?jeton=abc ou https://elsewhere.example/',
      html: '<p>Bonjour</p><script>alert(1)</script>',
    });
    transport.close();
  });
  after(async () => {
    await page.close();
    await receiver.close();
  });
  const get = async (path: string, language = 'fr') => {
    const answer = await fetch(`${page.url}${path}`, { headers: { 'accept-language': language } });
    return {
      status: answer.status,
      csp: answer.headers.get('content-security-policy'),
      body: await answer.text(),
    };
  };

  it('lists what was sent, escaped, in the language of the browser', async () => {
    const french = await get('/');
    assert.match(french.body, /Courriels capturés/);
    assert.match(french.body, /&lt;script&gt;/);
    assert.doesNotMatch(french.body, /<script>alert/);
    assert.match((await get('/', 'en-GB')).body, /Captured mails/);
  });

  it('shows a mail in a frame that can run nothing', async () => {
    assert.match(
      (await get('/1')).body,
      /<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/,
    );
    const { csp } = await get('/1/html');
    assert.match(csp ?? '', /default-src 'none'.*; sandbox allow-popups/);
    assert.doesNotMatch(csp ?? '', /allow-scripts|allow-same-origin/);
  });

  it("makes links of the portal's own addresses alone", async () => {
    const { body } = await get('/1');
    assert.match(body, /<a href="http:\/\/localhost:3000\/renouvellement\?jeton=abc">/);
    assert.doesNotMatch(body, /href="https:\/\/elsewhere/);
  });

  it('gives the mails as data too', async () => {
    const [mail] = JSON.parse((await get('/mails.json')).body);
    assert.equal(mail.to, 'camille@membres.example');
  });

  it('answers 404 for a mail that is gone', async () => {
    assert.equal((await get('/99')).status, 404);
    assert.equal((await get('/else')).status, 404);
  });

  it('does not answer to a name that a web page chose', async () => {
    const status = await new Promise((resolve, reject) => {
      request(page.url, { headers: { host: 'attacker.example' } }, (answer) => resolve(answer.statusCode))
        .on('error', reject)
        .end();
    });
    assert.equal(status, 421);
  });

  it('takes another port when its own is taken', async () => {
    const taken = Number(new URL(page.url).port);
    const second = await startMailPage({
      receiver,
      brand: defaultBrand,
      portalUrl: 'http://localhost:3000',
      port: taken,
    });
    assert.notEqual(second.url, page.url);
    await second.close();
  });
});
