import { expect, test } from 'vitest';
import { purlOfCollection } from './collection.ts';

test.each([
  ['https://nuget.org/packages', 'Newtonsoft.Json', 'pkg:nuget/Newtonsoft.Json'], ['https://registry.npmjs.org', '@babel/core', 'pkg:npm/%40babel/core'], ['https://repo.maven.apache.org/maven2', 'org.apache.logging.log4j:log4j-core', 'pkg:maven/org.apache.logging.log4j/log4j-core'],
  ['https://pypi.org/project', 'Some_Package', 'pkg:pypi/some-package'], ['https://pkg.go.dev', 'golang.org/x/net', 'pkg:golang/golang.org/x/net'], ['https://example.org/nuget.org', 'X', null], ['nuget.org', 'X', null], ['https://nuget.org.evil.example/', 'X', null], [null, 'X', null], ['https://nuget.org', null, null], ['https://repo.maven.apache.org', 'no-group', null],
])('%s %s', (url, name, expected) => { expect(purlOfCollection(url, name)).toBe(expected); });
