/** Advisories, assets and deliveries for tests of ASSESS. */
import type { AdvisoryIntakeView } from '../assess-views.ts';
import { bytesOf, claim, importText, type TestApp, witness } from '../testing.ts';

export interface TestAdvisory { readonly id: string; readonly vendor?: string; readonly product: string; readonly versions: string; readonly cve?: string; readonly revision?: number; readonly released?: string; readonly fix?: string | null; readonly status?: string; readonly title?: string }

/** A CSAF 2.0 security advisory with one product and one vulnerability. */
export function csaf({ id, vendor = 'Labmade Infusion', product, versions, cve = 'CVE-2026-1001', revision = 1, released = '2026-10-01T08:00:00Z', fix = null, status = 'known_affected', title = `${vendor} ${product}` }: TestAdvisory): object {
  const first = '2026-10-01T08:00:00Z';
  return {
    document: {
      category: 'csaf_security_advisory', csaf_version: '2.0', title, publisher: { category: 'coordinator', name: 'Test Centre', namespace: 'https://centre.example' }, lang: 'en', notes: [{ category: 'summary', text: 'An invented weakness.' }],
      tracking: { id, status: 'final', version: String(revision), initial_release_date: first, current_release_date: released, revision_history: Array.from({ length: revision }, (_, at) => ({ number: String(at + 1), date: at + 1 === revision ? released : first, summary: 'x' })) },
    },
    product_tree: { branches: [{ category: 'vendor', name: vendor, branches: [{ category: 'product_name', name: product, branches: [{ category: 'product_version_range', name: versions, product: { name: `${vendor} ${product} ${versions}`, product_id: 'P-1' } }] }] }] },
    vulnerabilities: [{
      cve, notes: [{ category: 'description', text: 'An invented weakness.' }], product_status: { [status]: ['P-1'] },
      scores: [{ products: ['P-1'], cvss_v3: { version: '3.1', vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', baseScore: 9.8, baseSeverity: 'CRITICAL' } }],
      remediations: fix === null ? [] : [{ category: 'vendor_fix', details: fix, product_ids: ['P-1'] }],
    }],
  };
}

/** Hands a document in and waits until it is read and matched. */
export async function deliver({ app, actor }: Pick<TestApp, 'app' | 'actor'>, name: string, content: object | string): Promise<AdvisoryIntakeView> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const { id } = await app.importAdvisories(actor, { name, stream: bytesOf(text), bytes: Buffer.byteLength(text) });
  for (;;) {
    const view = await app.intake(actor, id);
    if (view.state === 'done' || view.state === 'failed') { await app.assessed(); return view; }
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

export interface TestDevice { readonly serial: string; readonly vendor?: string; readonly product: string; readonly version?: string; readonly role?: string; readonly zone?: string }

/** A list of devices, as equipment management hands it in; each further list with the same name is the next state of it. */
export async function listDevices(test: Pick<TestApp, 'app' | 'actor'>, devices: readonly TestDevice[], name = 'devices.csv'): Promise<void> {
  await importText(test, name, {
    witnesses: devices.map(({ serial, vendor = 'Labmade Infusion', product, version, role = 'infusion-pump', zone = 'ICU' }) => witness({
      firstSeen: null, lastSeen: null, count: 1,
      claims: [claim('serial', serial), claim('vendor', vendor), claim('product', product), claim('role', role), claim('zone', zone), ...(version === undefined ? [] : [claim('version', version)])],
    })),
  }, { kind: 'document' });
  await test.app.assessed();
}
