import type { LoaderFunctionArgs } from 'react-router';
import { switchPreference, THEMES } from '../preferences.ts';

export const loader = ({ request }: LoaderFunctionArgs) => switchPreference(request, 'theme', THEMES);
