import { readFileSync } from 'node:fs';
import { sizes } from '../../../infra/costs/assumptions.js';
import { monthlyCosts, totalOf } from '../../../infra/costs/monthly-costs.js';
import { prices } from '../../../infra/costs/prices.js';
import { deployingDocument, deployingFile } from '../../../scripts/costs-document.js';

it('stands in the guide to deploying as it follows from prices and assumptions', () => {
  expect(readFileSync(deployingFile, 'utf8')).toBe(deployingDocument());
});

it.each(sizes)('adds up for $hosts hosts, to the cent', (size) => {
  const lines = monthlyCosts(size);
  const cents = lines.reduce((sum, { dollars }) => sum + Math.round(dollars * 100), 0);
  expect(Math.round(totalOf(lines) * 100)).toBe(cents);
  for (const { quantity, price, dollars } of lines)
    expect(Math.abs(quantity * prices[price].dollars - dollars)).toBeLessThanOrEqual(0.005 + 1e-9);
});

it('uses every price, and names where each is published and was read', () => {
  const [size] = sizes;
  if (size === undefined) throw new Error('no size is told');
  expect(new Set(monthlyCosts(size).map(({ price }) => price))).toEqual(new Set(Object.keys(prices)));
  for (const { published, read } of Object.values(prices)) {
    expect(published).toMatch(/^https:\/\/aws\.amazon\.com\//);
    expect(read).toMatch(/^https:\/\//);
  }
});

it('grows slower than the number of hosts', () => {
  const aHost = sizes.map((size) => totalOf(monthlyCosts(size)) / size.hosts);
  expect(aHost).toEqual([...aHost].sort((a, b) => b - a));
});
