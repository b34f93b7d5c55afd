import type { LoaderFunctionArgs } from 'react-router';
import { LOCALES, switchPreference } from '../preferences.ts';

export const loader = ({ request }: LoaderFunctionArgs) => switchPreference(request, 'lang', LOCALES);
