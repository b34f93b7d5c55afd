import { type ActionFunctionArgs, redirect } from 'react-router';
import { session } from '../context.ts';
import { ask } from '../refusal.ts';

/** Undoes a decision whose asset has no page any more (a deletion), and goes to what came back. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { app, actor } = await session(context), decision = (await request.formData()).get('decision');
  await ask(app.undo(actor, typeof decision === 'string' ? decision : ''));
  return redirect('/assets', 303);
}

export const loader = () => redirect('/assets');
