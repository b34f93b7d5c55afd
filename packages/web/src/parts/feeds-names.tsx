/** Names of feeds and deliveries. The feeds that come with this program have words; another one has the English name of its file. */
import type { FeedView } from '@wardkeep/app/assess-views';
import { FEED_NAME_LABELS } from '../labels/feeds.ts';
import { useLabels } from '../labels/index.ts';

/** For places that take only text. */
export function useFeedName(): (feed: FeedView) => string {
  const labels = useLabels();
  return ({ id, name }) => Object.hasOwn(FEED_NAME_LABELS, id) ? labels.word(FEED_NAME_LABELS, id) : name;
}

export function FeedName({ feed }: { feed: FeedView }) {
  const nameOf = useFeedName();
  return Object.hasOwn(FEED_NAME_LABELS, feed.id) ? <>{nameOf(feed)}</> : <span lang="en">{feed.name}</span>;
}

/** What was asked together is one delivery, named by all its feeds with commas between; they hold commas themselves. Null: a file. */
export function feedsNamed(name: string, feeds: readonly FeedView[]): FeedView[] | null {
  const found: FeedView[] = [];
  for (let rest = name; ;) {
    const feed = feeds.find((it) => rest === it.name || rest.startsWith(`${it.name}, `));
    if (!feed) return null;
    found.push(feed);
    if (rest === feed.name) return found;
    rest = rest.slice(feed.name.length + 2);
  }
}

export function DeliveryName({ name, feeds }: { name: string; feeds: readonly FeedView[] }) {
  const asked = feedsNamed(name, feeds);
  return asked ? <>{asked.map((feed, at) => <span key={feed.id}>{at > 0 ? '; ' : ''}<FeedName feed={feed} /></span>)}</> : <>{name}</>;
}
