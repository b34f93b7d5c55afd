/** SSH: the banner names the software and, where a distribution adds its package version, the operating system. */
import type { SshBanner } from '@wardkeep/wire/proto/ssh';
import type { Observers, Scene } from '../scene.ts';

export const sshObservers: Observers = {
  'ssh.banner': (banner, scene) => {
    const { sender } = scene, text = banner.comment === null ? banner.software : `${banner.software} ${banner.comment}`;
    serve(scene, { protocolVersion: banner.protocolVersion });
    scene.sign(sender, 'ssh.banner', text);
    const software = softwareOf(banner);
    if (software) scene.claim(sender, 'software', software.version, 'ssh.banner', 'medium', { of: software.name, confidence: 90 });
    scene.claim(sender, 'os', distributionOf(banner), 'ssh.banner', 'medium', { confidence: 70 });
  },
  'ssh.packet': (_packet, scene) => { serve(scene, {}); },
};

function serve(scene: Scene, attributes: Record<string, string>): void {
  if (scene.direction === 1) scene.serve(scene.server, 'tcp', scene.serverPort, { protocol: 'ssh', state: 'answered', attributes });
  else {
    scene.serve(scene.server, 'tcp', scene.serverPort, { protocol: 'ssh' });
    scene.use(scene.client, 'ssh', scene.receiverIp, scene.serverPort);
  }
}

/**
 * `name_version`, `name-version` or `name/version` (RFC 4253 leaves softwareversion free; this is what implementations write); the version starts with a digit.
 * A package version in the comment belongs to it: `9.2p1 Debian-2+deb12u10`.
 */
export function softwareOf(banner: Pick<SshBanner, 'software' | 'comment'>): { name: string; version: string } | null {
  const match = /^([A-Za-z][A-Za-z0-9.]*(?:[_-][A-Za-z]+)*?)(?:_for_Windows|_Release|_server|_client)?[_\-/]v?(\d[\w.+~-]*)$/.exec(banner.software);
  if (!match) return /^[A-Za-z][A-Za-z0-9._-]{1,40}$/.test(banner.software) ? { name: banner.software, version: '' } : null;
  const packaged = /^(Debian|Ubuntu|Raspbian|FreeBSD|NetBSD)[-_]?\S+$/.test(banner.comment ?? '');
  return { name: match[1]!, version: packaged ? `${match[2]} ${banner.comment}` : match[2]! };
}

/** Debian, its children and the BSDs put their name into the comment; OpenSSH for Windows says so in its own. */
function distributionOf(banner: SshBanner): string | null {
  if (banner.software.startsWith('OpenSSH_for_Windows')) return 'Windows';
  return /^(Debian|Ubuntu|Raspbian|FreeBSD|NetBSD)\b/.exec(banner.comment ?? '')?.[1] ?? null;
}
