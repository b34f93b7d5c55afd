/**
 * Statements as advisories print them, versions as hospitals write them, and the verdict that follows from the rules: `<` excludes its bound, lists mean only
 * their members, `2.X` and `B.02` are lines, numbers compare part by part, SP and SR come after the base, schemes do not mix.
 */
import { describe, expect, test } from 'vitest';
import { compileVersions, judgeVersion, type VersionContext, type VersionJudgement } from './index.ts';

type Verdict = VersionJudgement['verdict'];
const CONTEXT: VersionContext = { year: 2017, productNames: ['Infusion system'], title: 'Example Infusion system' };
interface Row { readonly statement: string | readonly string[]; readonly in?: readonly string[]; readonly out?: readonly string[]; readonly unknown?: readonly string[]; readonly context?: Partial<VersionContext>; readonly date?: string }

const compile = (row: Row) => {
  const statements = typeof row.statement === 'string' ? [row.statement] : row.statement;
  return compileVersions(statements.map((text) => ({ kind: text.startsWith('vers:') ? 'vers' : /[<>]/.test(text) ? 'range' : 'version', text })), { ...CONTEXT, ...row.context });
};

function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    const cases = rows.flatMap((row) => (['in', 'out', 'unknown'] as const).flatMap((verdict) => (row[verdict] ?? []).map((version) => ({ row, version, verdict, label: [row.statement].flat().join(' + ') }))));
    test.each(cases)('$label: "$version" is $verdict', ({ row, version, verdict }: { row: Row; version: string; verdict: Verdict }) => {
      const judged = judgeVersion(version === '' ? null : version, compile(row), { date: row.date ?? null, productNames: row.context?.productNames ?? [] });
      expect(`${judged.verdict} ${judged.verdict === verdict ? '' : judged.code}`.trim()).toBe(verdict);
    });
  });
}

table('bounds', [
  { statement: '<= 9.33', in: ['9.33', '9.19', '9.7', '9.5', 'v9.33', 'Version 9.33', 'SW 9.33', '8', '9.33.0', '09.33'], out: ['9.34', '12.1', '9.33.1', '10'], unknown: ['', 'Rev L', 'unbekannt', 'VM5.0'] },
  { statement: '< 2.4.0', in: ['2.3.9', '2.3', 'v2.3.6', '2.4.0 beta 2', '2.4.0-rc1'], out: ['2.4.0', '2.4', '2.10', '2.4.0.0'] },
  { statement: '>= 2.0', in: ['2.0', '2.1', '2', '10.0'], out: ['1.20', '1.9.9'] },
  { statement: '> 2.0', in: ['2.0.1', '2.1'], out: ['2.0', '2', '1.9'] },
  { statement: '<7.6.2', in: ['7.6.1', '7.6.1.99'], out: ['7.6.2', '7.10'] },
  { statement: '>= 4.4 | <= 4.12', in: ['4.4', '4.8', '4.12', '4.9'], out: ['4.3', '4.13', '5.0'] },
  { statement: '>= 1.3.4 | < 1.5.3', in: ['1.3.4', '1.5.0', '1.5.2'], out: ['1.5.3', '1.6.1', '1.3.3'] },
  { statement: '>= V8.7.0 and < V8.7.1.3', in: ['V8.7.0', '8.7.1.2', '8.7.1'], out: ['8.7.1.3', '8.6.0.9', '8.7.2'] },
  { statement: '>= 1.0.0  | <= 1.3.1', in: ['1.2.0'], out: ['1.3.2', '0.9'] },
  { statement: '< 1.0 | >= 2.0', in: ['0.9', '2.0'], out: ['1.0', '1.5'] },
  { statement: '< 3.0 | >= 2.0', in: ['2.5'], out: ['3.0', '1.9'] },
  { statement: '>= 1.0 | < 1.5 | >= 2.0 | < 2.3', in: ['1.2', '2.0', '2.2.9'], out: ['1.5', '1.9', '2.3', '0.9'] },
  { statement: '<= 3.14.25 | 3.15.18', in: ['3.14.25', '3.9', '3.15.18'], out: ['3.15.17', '3.15.19', '4.0'] },
  { statement: '0 < 9.8.12', in: ['0.1', '9.8.11'], out: ['9.8.12', '10'] },
  { statement: '≤ 3.2', in: ['3.2', '3.1'], out: ['3.3'] },
  { statement: '!= 2.3', out: ['2.3'], unknown: [] },
  { statement: '<= 4107600010.23', in: ['4107600010.22', '4107600010.23'], out: ['4107600010.24'] },
  { statement: '< 99999999999999999999.5', in: ['99999999999999999998.7', '99999999999999999999.4'], out: ['99999999999999999999.5', '100000000000000000000'] },
  { statement: '<= 7.20 (7.50 and 7.60 may also be affected if WibuKey was installed manually)', in: ['7.20', '7.1'], unknown: ['7.50', '7.60'] },
  { statement: '< 7.03 /7.04', in: ['7.02'], out: ['7.05', '8.0'], unknown: ['7.03', '7.04'] },
  { statement: '<= 1.54 (integrated into GE MobileLink)', in: ['1.54', '1.5'], out: ['1.55', '1.60'] },
  { statement: '<=11.2 on Windows 8.1 with IIS 7.5', in: ['11.2', '11.0'], out: ['11.3'] },
]);

table('words', [
  { statement: '2.3.6 and  below', in: ['2.3.6', '2.3.4'], out: ['4.3.5', '2.3.7'] },
  { statement: '3.0 and prior', in: ['3.0', '2.9'], out: ['3.1'] },
  { statement: 'All versions prior to 3.2', in: ['3.1.9'], out: ['3.2'] },
  { statement: 'Versions 1.10 or earlier', in: ['1.10', '1.9'], out: ['1.11'] },
  { statement: 'up to and including 5.1', in: ['5.1'], out: ['5.2'] },
  { statement: 'up to but not including 5.1', in: ['5.0'], out: ['5.1'] },
  { statement: 'version 4.0 through 4.2', in: ['4.0', '4.1.7', '4.2'], out: ['4.3', '3.9'] },
  { statement: '1.3 to 3.1', in: ['1.3', '2.4', '3.1'], out: ['3.2', '1.2'] },
  { statement: 'from 2.0 to 2.4', in: ['2.0', '2.3'], out: ['2.5'] },
  { statement: 'from 2.0 before 2.4', in: ['2.0', '2.3'], out: ['2.4'] },
  { statement: 'between 2.0 and 2.4', in: ['2.0', '2.4'], out: ['1.9', '2.5'] },
  { statement: 'All versions between V3.0 (including) and V3.0.2 (excluding)', in: ['3.0', 'V3.0.1'], out: ['3.0.2', '2.9'] },
  { statement: '6.1 and later', in: ['6.1', '7'], out: ['6.0'] },
  { statement: 'All versions < ROS V5.0.1', in: ['V5.0.0', 'ROS V4.3'], out: ['V5.0.1'], context: { productNames: ['RUGGEDCOM ROS'] } },
  { statement: '<  sentinel ldk rte 7.55', in: ['7.41'], out: ['7.55', '8.15'] },
  { statement: '<  rev. 8.3.0', in: ['8.2.9', 'rev. 8.2'], out: ['8.3.0', 'rev 8.3.1'] },
  { statement: 'firmware 3.0-3.2', in: ['3.1'], out: ['3.3'] },
  { statement: 'except 2.3', unknown: [], out: ['2.3'] },
  { statement: 'all versions except 2.3', in: ['2.2', '2.4'], out: ['2.3'], unknown: [''] },
  { statement: 'L81/U61 and earlier', in: ['L80', 'U61', 'L81'], out: ['U62', 'L82'] },
]);

table('Spanish, Hungarian, German', [
  { statement: 'versiones anteriores a la 4.2', in: ['4.1'], out: ['4.2'] },
  { statement: 'anteriores a 4.2', in: ['4.1.9'], out: ['4.2'] },
  { statement: 'versión 4.2 y anteriores', in: ['4.2', '3.0'], out: ['4.3'] },
  { statement: 'hasta la versión 4.2', in: ['4.2'], out: ['4.2.1'] },
  { statement: 'desde la 1.0 hasta la 2.0', in: ['1.5', '2.0'], out: ['2.1', '0.9'] },
  { statement: 'todas las versiones', in: ['', '7'] },
  { statement: '4.2 és korábbi verziók', in: ['4.2', '4.0'], out: ['4.3'] },
  { statement: '4.2-ig', in: ['4.2'], out: ['4.3'] },
  { statement: '4.2 előtti verziók', in: ['4.1'], out: ['4.2'] },
  { statement: '4.2-nél korábbi', in: ['4.1'], out: ['4.2'] },
  { statement: '2.0-tól 2.4-ig', in: ['2.0', '2.4'], out: ['2.5', '1.9'] },
  { statement: '2.0 és 2.4 között', in: ['2.1'], out: ['2.5'] },
  { statement: 'minden verzió', in: ['', '1'] },
  { statement: 'vor Version 3.1', in: ['3.0'], out: ['3.1'] },
  { statement: 'Version 3.1 und früher', in: ['3.1'], out: ['3.2'] },
  { statement: 'bis einschließlich 3.1', in: ['3.1'], out: ['3.1.1'] },
  { statement: 'älter als 3.1', in: ['3.0.9'], out: ['3.1'] },
  { statement: 'von 2.0 bis 2.4', in: ['2.0', '2.4'], out: ['2.5'] },
  { statement: 'alle Versionen', in: ['', 'x'] },
  { statement: 'Versionen kleiner 3.1', in: ['3.0'], out: ['3.1'] },
  { statement: 'bis Version 3.1 (ausschließlich)', in: ['3.0'], out: ['3.1'] },
  { statement: 'ab 2.0', in: ['2.0', '3'], out: ['1.9'] },
  { statement: '3.1 oder älter', in: ['3.1'], out: ['3.2'] },
  { statement: 'inferior o igual a 4.2', in: ['4.2'], out: ['4.3'] },
  { statement: 'versiones 4.2 e inferiores', in: ['4.2'], out: ['4.3'] },
  { statement: 'antes de la versión 4.2', in: ['4.1'], out: ['4.2'] },
  { statement: 'entre la 2.0 y la 2.4', in: ['2.0', '2.4'], out: ['2.5'] },
  { statement: '4.1, 4.2 y 4.5', in: ['4.2', '4.5'], out: ['4.3'] },
  { statement: '4.2-es verzióig', in: ['4.2'], out: ['4.3'] },
  { statement: 'a 4.2-es verzió előtt', in: ['4.1'], out: ['4.2'] },
  { statement: '4.2-es verziónál régebbi', in: ['4.1'], out: ['4.2'] },
  { statement: '4.2 vagy korábbi', in: ['4.2'], out: ['4.3'] },
  { statement: '2.0 és 2.4 közötti verziók', in: ['2.3'], out: ['2.6'] },
  { statement: 'legfeljebb 4.2', in: ['4.2'], out: ['4.2.1'] },
  { statement: '4.1, 4.2 és 4.5', in: ['4.1', '4.5'], out: ['4.3'] },
]);

table('more printed forms', [
  { statement: '11.x and earlier', in: ['11.4', '10.9', '11.99'], out: ['12.0', '12.1'] },
  { statement: '14.1.x', in: ['14.1.3', '14.1'], out: ['14.2', '13.1'] },
  { statement: '2.x before 2.3', in: ['2.0', '2.2.9'], out: ['2.3', '1.9'] },
  { statement: '3.2.x < 3.2.7', in: ['3.2.0', '3.2.6'], out: ['3.2.7', '3.1.9'] },
  { statement: 'v4.20, v4.20 SR1, and v4.30', in: ['4.20', '4.20 SR1', 'v4.30'], out: ['4.20 SR2', '4.10', '4.31'] },
  { statement: 'vD25 and prior', in: ['D25', 'vD24', 'D9'], out: ['D26'] },
  { statement: 'v3.0 D15 and prior', in: ['3.0 D15', '3.0 D14', '2.9', '3.0'], out: ['3.0 D16', '3.1'] },
  { statement: '5.09.02 | 5.89.05b', in: ['5.89.05b', '5.9.2'], out: ['5.89.05a', '5.89.05'] },
  { statement: '< 1.7.15b', in: ['1.7.15', '1.7.15a', '1.7.14'], out: ['1.7.15b', '1.7.15c'] },
  { statement: '>= 3.0.0, < 3.5.7', in: ['3.5.6'], out: ['3.5.7', '2.9'] },
  { statement: '= 1.2.3', in: ['1.2.3'], out: ['1.2.4'] },
  { statement: 'Version 2.0 (Build 2.0.1.7) and prior', in: ['2.0', '1.9', '2.0 build 2.0.1.6'], out: ['2.0 build 2.0.1.8', '2.1'] },
  { statement: 'from 5.8.0 up to (and including) 5.11.3', in: ['5.8.0', '5.11.3'], out: ['5.12', '5.7'] },
  { statement: '13.1 through 14.2', in: ['13.1', '13.9', '14.2'], out: ['14.3', '13.0'] },
  { statement: 'All firmware versions', in: ['', '3'] },
  { statement: '3.1 and all previous versions', in: ['3.1', '2'], out: ['3.2'] },
  { statement: '5.1 SP1 through 5.1 SP3', in: ['5.1 SP2', '5.1 SP3 HF1'.slice(0, 7)], out: ['5.1', '5.1 SP4'] },
  { statement: '>= 1.0 SP1 | <= 1.0 SR2', unknown: ['1.0', '3.0'] },
  { statement: 'prior to 6.2 running on Windows 7', in: ['6.1'], out: ['6.2'] },
  { statement: 'All units with firmware version 2.3 and below', in: ['2.3', '2.0'], out: ['2.4'] },
  { statement: 'Software version 2.5.1 or lower; Hardware version C', in: ['2.5.1', '2.4'], out: ['2.6'] },
  { statement: '3.1.1 (and earlier)', in: ['3.1.1', '3.0'], out: ['3.1.2'] },
  { statement: '5.0.x prior to 5.0.8 and 5.1.x prior to 5.1.2', in: ['5.0.7', '5.1.1'], out: ['5.0.8', '5.1.2', '4.9'] },
  { statement: 'Rev. A through Rev. D', in: ['Rev B', 'D.01'], out: ['Rev E'] },
  { statement: 'Versions 2.1 and 2.2 are affected', in: ['2.1', '2.2'], out: ['2.3'] },
  { statement: '1.0 – 2.3', in: ['1.0', '2.3', '1.9'], out: ['2.4'] },
  { statement: '< 3,2', in: ['3,1', '3.1'], out: ['3,2', '3.2', '3,10'] },
]);

table('what hospitals write', [
  { statement: '<= 3.40', in: ['SW 3.40', 'fw 3.4', 'Firmware: 3.39', 'v. 3.40', 'ver.3.40', '3.40 (2019)', '3.40, installed 2019-05-02', 'Szoftver 3.40', 'Software-Version 3.40', '3.40 final', 'App 3.1 / DB 3.2'], out: ['3.41 ', 'SW: 3.41', '3.41 (latest)', '3.41 on Windows 10'], unknown: ['App 2.3 / DB 4.5', 'latest', '1.4 GHz', 'n/a', '-', '?', 'siehe Typenschild', 'Windows 10', 'USB 2.0'] },
  { statement: 'Rev J-M', in: ['Rev. L', 'rev l', 'Revision L', 'Software L.01.20', 'MP70 L.01.20', 'L.01.20 (EU)'], unknown: ['MP70'] },
  { statement: '<= 1.3.1 Build 13', in: ['1.3.1 build 13', '1.3.1 (Build 13)', '1.3.1, Build 12', '1.3.1.13'.slice(0, 5)], out: ['1.3.1 Bld 14'] },
]);

table('lists and lines', [
  { statement: '9.13 | 9.19 | 9.33 | 12.1', in: ['9.13', '12.1', '12.1.0'], out: ['9.7', '9.20', '12.10'], unknown: [''] },
  { statement: 'V4.4, V4.5, V5.0, and V5.1', in: ['4.5', 'V5.1'], out: ['4.6', '5.2'] },
  { statement: '1.6', in: ['1.6', '1.6.0'], out: ['1.6.1', '1.5'] },
  { statement: '8', in: ['8', '8.0'], out: ['9', '7.5'], unknown: ['8.5.1'] },
  { statement: '(Release 1.3.2 1.4.0 1.4.1 1.4.3 1.4.5)', in: ['1.4.3', '1.3.2', 'R1.4.5'], out: ['1.4.2', '1.5'] },
  { statement: '5.0|5.1', in: ['5.1'], out: ['5.2', '4.9'] },
  { statement: '5.x.x', in: ['5.6.1', 'R5.3.1', '5', '5.0'], out: ['11.1', '4.9', '6.0'] },
  { statement: '4.X | 5.X', in: ['5.1.2', '4.0'], out: ['3.9', '6.1'] },
  { statement: '2.X', in: ['2.0.7', '2.10'], out: ['3.1', '1.2'] },
  { statement: '<= 12.2.x.x', in: ['12.2.1.5', '11.4.1', '12.2.99.1'], out: ['12.3', '13.0.1'] },
  { statement: '< 3.x', in: ['2.1', '2.99'], out: ['3.1', '3.0', '4'] },
  { statement: '>= 7.4x | <= 8.0x', in: ['7.40', '7.49', '8.00', '8.09'], out: ['7.39', '8.10'] },
  { statement: '< 8.1x', in: ['8.09', '7.3'], out: ['8.10', '8.15'] },
  { statement: '6.x model 35700BAX', in: ['6.05.14'], out: ['8.00.01'] },
  { statement: '9.x (with Wireless Battery Modules >= 22D19 | <= v22D28)', in: ['9.02.01'], out: ['8.0'] },
  { statement: '2nd Edition', in: ['2nd Ed.', '2nd edition', 'Edition 2'], out: ['3rd Edition'], unknown: ['2.0'] },
  { statement: 'B.02 | C.02 | C.03', in: ['B.02.15', 'C.03', 'C.03.01'], out: ['B.03.01', 'C.01.00', 'D.02'], unknown: ['Rev B', '2.0'] },
  { statement: ['1.1.3 MR Build 11', '1.3.1 Build 13', '1.1.5'], in: ['1.1.3 MR Build 11', '1.3.1 build 13', '1.1.5'], out: ['1.6.1', '1.3.1 Build 14', '1.3.0 Build 13'], unknown: ['1.3.1'] },
  { statement: '1.4.2.0-9d9eff4', in: ['1.4.2.0-9d9eff4', '1.4.2.0-9D9EFF4'], out: ['1.4.2.0-aaaa111', '1.4.3'], unknown: ['1.4.2.0'] },
  { statement: '6.3V1L10', in: ['6.3V1L10', '6.3v1l10'], out: ['6.3V1L11'] },
  { statement: 'LPI 3.5.12.P30', in: ['LPI 3.5.12.P30', '3.5.12.P30', '3.5.12 Patch 30'], out: ['3.5.13', '3.5.12.P31'], unknown: ['3.5.12'] },
]);

table('suffixes', [
  { statement: '< 1.8.4 Service Pack 01', in: ['1.8.4', '1.8.3 SP02'], out: ['1.8.4 SP01', '1.8.4 SP2', '1.8.5', '1.8.4.1'] },
  { statement: '< V4.8 SP2 HF9', in: ['V4.8', 'V4.8 SP1', 'V4.8 SP2', 'V4.8 SP2 HF8', 'V4.8 HF3', '4.7'], out: ['V4.8 SP2 HF9', 'V4.8 SP2 HF10', 'V4.8 SP3', '5.0'] },
  { statement: '<= 8.0 Patch 3', in: ['8.0', '8.0 Patch 3', '8.0 P2'], out: ['8.0 Patch 4', '8.0 SP1', '8.1'] },
  { statement: '< 8.0 SP2', in: ['8.0 SP1', '8.0 Patch 3', '8.0'], out: ['8.0 SP2', '8.0 SP3'], unknown: ['8.0 SR3'] },
  { statement: '<=2023.3_Build_9342', in: ['2023.3 Build 9342', '2023.1', '2023.3', '2023.3 build 9000'], out: ['2023.3 Build 9343', '2024.1'] },
  { statement: '<2024.2', in: ['2024.1', '2023.3 Build 9342'], out: ['2024.2', '2024.2 build 5'], unknown: ['3.9.5'] },
  { statement: '<=5.17.1-754993421', in: ['5.17.1-754993421', '5.17.0-999999999', '5.17.1'], out: ['5.17.1-754993422', '5.18'] },
  { statement: '<= 1.1.3', in: ['1.1.3 build 11', '1.1.3'], out: ['1.1.3 SP1', '1.1.4'] },
  { statement: '< 1.1.3', in: ['1.1.2'], out: ['1.1.3 build 11', '1.1.3'] },
  { statement: '>= 1.1.3 build 11', in: ['1.1.3 build 11', '1.1.4'], out: ['1.1.3 build 10', '1.1.2'], unknown: ['1.1.3'] },
  { statement: '<= 2.6A', in: ['2.6A', 'Version 2.6A', '2.6', '2.5B'], out: ['2.6B', '2.7A', '2.7'] },
  { statement: '< V14.00.15.00_51.25.00.01', in: ['V14.00.15.00_51.24.00.09', 'V14.00.14'], out: ['V14.00.15.00_51.25.00.01', 'V14.00.16'] },
  { statement: '<1.000.HW01.3.20190820', in: ['1.000.HW01.2.20190101', '1.000.HW01.3.20190819'], out: ['1.000.HW01.3.20190820', '1.001.HW01.0.20190101'], unknown: ['1.000.HW00.2.20190101'] },
  { statement: '< InRouter6XX-S-V2.3.0.r5542', in: ['InRouter6XX-S-V2.3.0.r5541', 'V2.2.9'], out: ['2.3.0.r5542', '2.3.1'], context: { productNames: ['InRouter 615'] } },
  { statement: '< IR302 3.5.56', in: ['3.5.55'], out: ['3.5.56'], context: { productNames: ['InRouter 302'] } },
  { statement: '<=firmware_FullImg-1023-1007-1011-1009', in: ['FullImg-1023-1007-1011-1009', '1023-1007-1011-1008'], out: ['FullImg-1023-1007-1011-1010'] },
  { statement: '< P007', in: ['3.16 P006', '3.16'], out: ['3.16 P007', '3.16 P008'], context: { productNames: ['SIMATIC WinCC OA 3.16'] } },
  { statement: '< 02A04.1', in: ['02A04.0', '02A03.2'], out: ['02A04.1', '02A05'] },
  { statement: '>= V2016.05RS09', in: ['V2016.05RS09', '2016.05RS10', '2017.01'], out: ['V2016.05RS08'] },
]);

table('letters, revisions and prefixes', [
  { statement: '< B.06.18', in: ['B.05.28', 'B.06.17', 'A.09.99'], out: ['B.06.18', 'C.00.01', 'B.06.19'], unknown: ['6.18', ''] },
  { statement: '<= S4 A.07.107', in: ['A.07.107', 'A.07.99'], out: ['A.07.108', 'B.01.00'], context: { productNames: ['SureSigns'], title: 'Maker SureSigns VS4' } },
  { statement: '<= C.00.04', in: ['C.00.04', 'B.09.1'], out: ['C.00.05'] },
  { statement: 'Rev J-M', in: ['Rev. L', 'L01.20', 'L.01.20', 'M.00.12', 'J', 'Rev M'], out: ['Rev N', 'H.15.2', 'N.00'], unknown: ['8.1', ''] },
  { statement: 'Rev B-M', in: ['Rev. G', 'B'], out: ['A.10', 'Rev N'] },
  { statement: '<= N', in: ['L01.20', 'N.01.20', 'Rev. L', 'N'], out: ['P.00'] },
  { statement: 'N and prior', in: ['M', 'N.02'], out: ['P'] },
  { statement: '< Rev L', in: ['K.21'], out: ['L.00.01', 'L'] },
  { statement: 'Rev F.0, G.0, and J.3', in: ['F.0', 'Rev. J.3', 'G.00'], out: ['J.2', 'H.0'] },
  { statement: 'A.01', in: ['A.01', 'A.01.15'], out: ['A.02'] },
  { statement: '<= VM5.0', in: ['VM5.0', 'VM4.0.2'], out: ['VM6.0.4', 'VM5.0.1'], unknown: ['5.0', 'Rev M'] },
  { statement: '<= VB40A', in: ['VB40A', 'VB30B', 'VA48A'], out: ['VB60A', 'VC10'] },
  { statement: '>=BT02 | <= BT06', in: ['BT04', 'BT02', 'BT06'], out: ['BT08', 'BT01'], unknown: ['4.0'] },
  { statement: 'HD 16 | HD23', in: ['HD23', 'HD16', 'HD 23'], out: ['HD22', 'DV26'], unknown: ['23'] },
  { statement: 'SV20.1 | SV23.0', in: ['SV23.0'], out: ['SV25.0'] },
  { statement: '<= R2.1', in: ['R2.1', '2.1', '2.0'], out: ['2.5', 'R3'] },
  { statement: '<= 4.1', in: ['R4.1'], out: ['R4.2', 'R5.3.1'] },
  { statement: '<= GEH-1.1 (integrated into GE MobileLink)', in: ['GEH-1.1', '1.0'], out: ['GEH-1.2'] },
  { statement: '<= U61 |<= L81', in: ['U61', 'L81', '028U000061', '012U000038', '053L000081'], out: ['012U000093', '053L000091', 'U62'], unknown: ['3.0'] },
  { statement: '< 012U000040', in: ['012U000038', 'U39'], out: ['012U000061', '012U000040'] },
  { statement: '<= L81', in: ['L81', 'L80'], out: ['053L000091', 'U61'] },
  { statement: '053L000091 (global) / 054U000091 (U.S.) and 053L000092 (global) / 054U000092 (U.S.)', in: ['053L000091', '054U000092', 'L92'], out: ['028U000061', '054U000093', 'L81'] },
  { statement: 'A10 | A11', in: ['A10', 'A11'], out: ['A12', 'A09'] },
  { statement: 'A10 < A11', in: ['A10'], out: ['A12', 'A09'], unknown: ['A11'] },
  { statement: 'A10 < A11', in: ['A10', 'A11'], out: ['A12'], context: { productNames: ['Data module compactPlus', 'Data module compactPlus: All software Versions A10 and A11'] } },
  { statement: '>= 2003 | <= 2006', in: ['2005', '2003'], out: ['11.7.7', '2007'] },
  { statement: '<= 2018', in: ['2017 R2', '2018'], out: ['2019'], unknown: ['1.12'] },
  { statement: '7.1', in: ['Android 7.1'], out: ['Android 10'], context: { productNames: ['CT60 running Android OS'] } },
  { statement: '7.1', unknown: ['Windows 10'] },
]);

table('dates', [
  { statement: '<  july 1 2017', in: ['2017-06-30', 'June 2017', '2016', '30 June 2017'], out: ['2017-07-01', 'July 2017', '2019-05-02'], unknown: ['', '2017', '3.2'] },
  { statement: '< august 28', in: ['2016-03-14', '2017-08-27'], out: ['2019-05-02', '2017-08-28'], unknown: ['2017-08', ''] },
  { statement: '< august 28', unknown: ['2016-03-14'], context: { year: null } },
  { statement: '<May 2018', in: ['2016-09', 'Apr 2018', '2018-04-30'], out: ['Nov 2018', '2018-05-01', '2018-05'] },
  { statement: 'distributed < april 1, 2018', in: ['2018-03-31', '31.03.2018', '2017'], out: ['2018-04-01', '1 April 2018'], unknown: ['2018', '02/04/2018'] },
  { statement: 'between November 2017 and November 2018', in: ['2018-01-15', '2017-11', 'Nov 2018'], out: ['2018-12-01', '2017-10-31'] },
  { statement: 'fabricados antes del 1 de abril de 2018', in: ['2018-03-31', 'marzo de 2018'], out: ['2018-04-01'] },
  { statement: 'hergestellt vor dem 1. April 2018', in: ['31.03.2018', 'März 2018'], out: ['1. April 2018'] },
  { statement: '2018. április 1. előtt gyártott', in: ['2018-03-31', '2018. március'], out: ['2018-04-01'] },
  { statement: 'manufactured between 2015 and 2017', in: ['2016-03', '2017'], out: ['2018-01-01', '2014'], unknown: ['3.1'] },
  { statement: '2015 és 2017 között gyártott', in: ['3.1'], date: '2016-05-04' },
  { statement: '<  november 29 2017', in: ['4.1'], date: '2016-02-01' },
  { statement: '<  november 29 2017', out: ['4.1'], date: '2017-11-29' },
]);

table('all, models and vers', [
  { statement: 'vers:all/*', in: ['', '8.1', 'Rev L', 'whatever'] },
  { statement: '*', in: [''] },
  { statement: '* running on old, unsupported operating systems such as Windows 2000', in: ['', '4.0'] },
  { statement: '* (end-of-life 2011)', in: [''] },
  { statement: 'Version A, Firmware A.03.09, Part #: M8096-67501', in: ['L.01.20', ''] },
  { statement: 'All versions with U-Boot < V2016.05RS09', in: ['', '4.3'] },
  { statement: 'MMT-1715 | MMT-1754 | MMT-1755', in: ['', '2.6A'] },
  { statement: '882412 GEMINI LXL', in: [''] },
  { statement: 'HEN16103', in: ['', '3.215'] },
  { statement: 'vers:generic/>=1|<2', in: ['1', '1.9'], out: ['2', '0.9'] },
  { statement: 'vers:all/<V7.0.3', in: ['V7.0.2'], out: ['7.0.3'] },
  { statement: 'vers:npm/>=1.2.0|<1.3.0', in: ['1.2.5'], out: ['1.3.0'], unknown: [''] },
  { statement: 'vers:deb/<1.0-2', in: ['1.0-1', '1.0~rc1'], out: ['1.0-2'] },
  { statement: 'vers:none/*', out: ['1.0'] },
  { statement: [], in: ['', '3'] },
  { statement: ['1.0', 'see the manual of your device'], in: ['1.0'], unknown: ['2.0'] },
  { statement: 'RaspberryPi', in: ['RaspberryPi'], unknown: ['1.0', ''] },
  { statement: '5 < 3', unknown: ['4', '2', '9'] },
]);

describe('what a statement says beside versions', () => {
  type Row = readonly [text: string, expected: { readonly models?: readonly string[]; readonly conditions?: readonly string[]; readonly all?: boolean }, context?: Partial<VersionContext>];
  const rows: readonly Row[] = [
    ['MMT-1715 | MMT-1754 | MMT-1755', { models: ['MMT-1715', 'MMT-1754', 'MMT-1755'] }],
    ['620 | 650 | 650c', { models: ['620', '650', '650c'] }, { productNames: ['GE Carestation'] }],
    ['882412 GEMINI LXL', { models: ['882412', 'GEMINI LXL'] }, { productNames: ['Gemini PET/CT Family'] }],
    ['3002 S3 | 3005 S3', { models: ['3002', '3005'] }, { productNames: ['S3 MedSurg Bed (enabled with iBed Wireless)'] }],
    ['7100 | 7900 MRI', { models: ['7100', '7900 MRI'] }, { productNames: ['GE Aestiva'] }],
    ['7100 | 7900 | 100 | Protiva Carestation View', { models: ['7100', '7900', '100', 'Protiva Carestation View'] }],
    ['2131 and 2141', { models: ['2131', '2141'] }],
    ['HEN16103', { models: ['HEN16103'] }],
    ['CR-IR 357', { models: ['CR-IR 357'] }],
    ['6.x model 35700BAX', { models: ['35700BAX'] }],
    ['653 MCE 3.x', { models: ['653 MCE'] }, { productNames: ['VxWorks'] }],
    ['<= S4 A.07.107', { models: ['VS4'] }, { productNames: ['SureSigns'], title: 'Philips SureSigns VS4' }],
    ['< ROS V5.0.1', { models: [] }, { productNames: ['RUGGEDCOM ROS'] }],
    ['* running on old, unsupported operating systems such as Windows 2000', { all: true, conditions: ['running on old, unsupported operating systems such as Windows 2000'] }],
    ['<=11.2 on Windows 8.1 with IIS 7.5', { conditions: ['on Windows 8.1 with IIS 7.5'] }],
    ['* (with option G21, G22)', { all: true, conditions: ['with option G21, G22'] }],
    ['<= 2.01 (end-of-life Nov 2017)', { conditions: [] }],
    ['Version A, Firmware A.03.09', { all: true, conditions: ['Version A, Firmware A.03.09'] }],
    ['All versions, not including EchoPAC', { all: true, conditions: ['not including EchoPAC'] }],
    ['< 03.06.00 (serial number below 14000)', { conditions: ['serial number below 14000'] }],
    ['Software version 2.5.1 or lower; Hardware version C', { conditions: ['Hardware version C'] }],
    ['serial numbers below 14000', { all: true, conditions: ['serial numbers below 14000'] }],
    ['Smart Model 25000 Patient Reader', { models: ['25000'] }],
    ['< 2.0 (fixed in 2.0)', { conditions: [] }],
    ['versión 4.2 con opción inalámbrica', { conditions: ['con opción inalámbrica'] }],
  ];
  test.each(rows.map(([text, expected, context]) => ({ text, expected, context })))('$text', ({ text, expected, context }) => {
    const compiled = compileVersions([{ kind: 'version', text }], { ...CONTEXT, ...context });
    expect({ models: compiled.models, conditions: compiled.conditions, all: compiled.all, free: compiled.free }).toEqual({ models: expected.models ?? [], conditions: expected.conditions ?? [], all: expected.all ?? false, free: [] });
  });
});

describe('what cannot be read is named and never rejects', () => {
  test.each([
    ['Rotterdam', 'no-number'], ['see section 4 of the service manual of your device', 'prose'], ['< august 32nd', 'unknown-shape'], ['5 < 3', 'contradiction'], [`${'1.0 and '.repeat(1000)}`, 'prose'],
  ])('%.40s: %s', (text, reason) => {
    const compiled = compileVersions([{ kind: 'version', text }], { ...CONTEXT, year: null });
    expect(compiled.free.map((free) => free.reason)).toContain(reason);
    expect(judgeVersion('999.9', compiled).verdict).toBe('unknown');
  });

  test('every judgement quotes the words that decided', () => {
    const compiled = compileVersions([{ kind: 'range', text: '<= 3.14.25 | 3.15.18' }], CONTEXT);
    expect(judgeVersion('3.15.18', compiled)).toEqual({ verdict: 'in', code: 'version-in', by: '3.15.18' });
    expect(judgeVersion('3.16', compiled)).toEqual({ verdict: 'out', code: 'version-out', by: '<= 3.14.25 | 3.15.18' });
    expect(judgeVersion('Rev L', compiled).code).toBe('version-scheme');
    expect(judgeVersion(null, compiled).code).toBe('version-unknown');
  });
});
