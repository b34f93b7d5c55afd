/** Refusals of use cases (`code`, `params`, HTTP `status`): an error page when reading, a sentence beside the form when writing. */
import type { Message } from '@wardkeep/app/views';
import { data } from 'react-router';

export interface Refusal extends Message { readonly status: number }

/** Known by its shape: pages take types only from the use cases, never their classes. */
export function isRefusal(error: unknown): error is Error & Refusal {
  const it = error as Partial<Refusal> | null;
  return typeof it === 'object' && it !== null && typeof it.code === 'string' && typeof it.status === 'number' && typeof it.params === 'object' && it.params !== null;
}

/** Reading: a refusal becomes the error page with its status. */
export async function ask<T>(work: Promise<T>): Promise<T> {
  try { return await work; } catch (error) {
    if (isRefusal(error)) throw data({ code: error.code, params: error.params } satisfies Message, { status: error.status });
    throw error;
  }
}

export type Attempt<T> = { readonly value: T; readonly refused: null } | { readonly value: null; readonly refused: Refusal };

/** Writing: a refusal comes back as a value, so that the form can be shown again with what was typed. */
export async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
  try { return { value: await work, refused: null }; } catch (error) {
    if (isRefusal(error)) return { value: null, refused: { code: error.code, params: error.params, status: error.status } };
    throw error;
  }
}
