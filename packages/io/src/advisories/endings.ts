/** File names: what may be an advisory, what stands beside one. The content decides what a candidate is. */

/** Hash or signature of the document whose name stands before it (CSAF 2.0, 7.1.18, 7.1.19). */
export const isSidecar = (name: string): boolean => /\.(?:sha256|sha512|asc|sig)$/i.test(name);
export const SIDECAR_LIMIT = 65_536;

/** What else lies in a folder or an archive (pages, indexes, licences) is passed over. */
export const isCandidate = (name: string): boolean => /\.(?:json|csv|gz|tgz|zip|tar)$/i.test(name);

/** Files of programs, not of publishers: a feed keeps its state in one, macOS its attributes in another. */
export const isHidden = (name: string): boolean => /(?:^|\/)(?:\.[^/.]|__MACOSX\/)/.test(name);
