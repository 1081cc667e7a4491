import { expect, test } from '../support/fixtures.ts';

test('the first page weighs at most 14 kB on the wire, in at most 4 requests of our own', async ({
  page,
  portal,
}) => {
  const tools = await page.context().newCDPSession(page);
  await tools.send('Network.enable');
  await tools.send('Network.setCacheDisabled', { cacheDisabled: true });
  const urls = new Map<string, string>();
  let bytes = 0;
  tools.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.startsWith('http')) urls.set(requestId, request.url);
  });
  tools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (urls.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto('/connexion', { waitUntil: 'networkidle' });
  const asked = [...urls.values()];
  expect(asked.length, asked.join(' ')).toBeLessThanOrEqual(4);
  expect(asked.every((url) => url.startsWith(portal.url))).toBe(true);
  expect(bytes, 'headers included').toBeLessThanOrEqual(14_000);
  test.info().annotations.push({ type: 'weight', description: `${bytes} bytes, ${asked.length} requests` });
});

test('the icon of the tab is drawn without a request', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  for (const path of ['/connexion', '/aide', '/nulle-part']) {
    await page.goto(path, { waitUntil: 'networkidle' });
    await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', /^data:image\/svg\+xml,/);
  }
  expect(asked.filter((url) => url.includes('icon') && !url.startsWith('data:'))).toEqual([]);
});

test('an inline script and a foreign one are refused by the page itself', async ({ browser, portal }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => refused.push(message.text()));
  await page.goto(`${portal.url}/connexion`);
  await page.evaluate(() => {
    const inline = document.createElement('script');
    inline.textContent = 'document.title = "volé"';
    const foreign = Object.assign(document.createElement('script'), { src: 'http://ailleurs.test/x.js' });
    document.head.append(inline, foreign);
  });
  await expect.poll(() => refused.filter((text) => text.includes('Content Security Policy')).length).toBe(2);
  await expect(page).not.toHaveTitle('volé');
  await context.close();
});
