import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { madeIn } from './made.ts';

describe('when it was made', () => {
  test.each([
    ['fecha de fabricación 03/2017', '2017-03-01', '2017-04-01'], ['gyártva: 2017.03', '2017-03-01', '2017-04-01'], ['Baujahr 2016', '2016-01-01', '2017-01-01'], ['manufactured May 2016', '2016-05-01', '2016-06-01'],
    ['gyártva 2017. márciusában', '2017-03-01', '2017-04-01'], ['hergestellt im März 2017', '2017-03-01', '2017-04-01'], ['fabricado en marzo de 2017', '2017-03-01', '2017-04-01'], ['made 2017-03-05', '2017-03-05', '2017-03-06'], ['Baujahr 05.03.2017', '2017-03-05', '2017-03-06'],
    ['planta 3, gebaut 2019, sin WLAN', '2019-01-01', '2020-01-01'], ['purchased 2018, built 2016', '2016-01-01', '2017-01-01'],
  ])('%s', (notes, from, before) => { expect(madeIn(notes)).toEqual({ from, before }); });
  test.each(['comprado en 2016', 'purchased 2016', '2016-ban vásárolva', 'gekauft 2016', 'üzembe helyezve 2016', 'beschafft 12/2016'])('%s: then or before', (notes) => { expect(madeIn(notes)).toEqual({ from: '0001-01-01', before: '2017-01-01' }); });
  test.each(['room 2016', 'Release 2016.03', '', 'leltár 2017', 'made by Orvanta'])('%s: nothing said', (notes) => { expect(madeIn(notes)).toBeNull(); });
  test('01/04/2017 is a day that nobody can tell, and is never taken for April', () => { expect(madeIn('Baujahr 01/04/2017')).toBeNull(); });
  test('law: any text gives days in order or nothing', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => { const span = madeIn(`made ${text}`); return span === null || span.from < span.before; }), { numRuns: 500 });
  });
});
