import { data } from 'react-router';

/** Any other address: the error page of the root, with 404. */
export function loader(): never { throw data(null, { status: 404 }); }

export default function Missing() { return null; }
