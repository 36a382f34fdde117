import type { ImportError, SourceTable } from '@jielong/kernel';
import { fileNames, importKinds, sheetNames, type ImportKind } from '@jielong/members-contract';
import {
  coordinatorErrors,
  type OrganisationPlans,
  planOrganisation,
  type OrganisationFiles,
  type TableName,
} from '@jielong/members-domain';
import type { Importer } from '@jielong/platform';
import { knownOrganisation } from './known-organisation.js';
import { writeOrganisation } from './write-organisation.js';

/** How members takes an import of one kind. */
export const organisationImporter =
  (kind: ImportKind, community: string): Importer =>
  async (tx, tables) => {
    const { files, errors } = filesOf(importKinds[kind], tables);
    const known = await knownOrganisation(tx);
    const plan = planOrganisation(files, known);
    const given = (Object.keys(files) as TableName[]).map((name) => plan.plans[name]);
    return {
      plans: given,
      errors: [
        ...errors,
        ...plan.errors,
        ...coordinatorErrors(known, listsOf(plan.plans), [files.roles, files.members, files.supplyTeams]),
      ],
      write: () =>
        writeOrganisation(
          tx,
          community,
          plan.plans,
          given.some((one) => one.new.length + one.changed.length + one.gone.length > 0),
        ),
    };
  };

const listsOf = ({ members, supplyTeams, roles }: OrganisationPlans) => ({
  members: members.rows,
  supplyTeams: supplyTeams.rows,
  roles: roles.rows,
});

/** Which file or sheet holds which table: by its name, or the only one there can be. */
function filesOf(names: readonly TableName[], tables: readonly SourceTable[]): { files: OrganisationFiles; errors: ImportError[] } {
  const files: Partial<Record<TableName, SourceTable>> = {};
  const errors: ImportError[] = [];
  for (const table of tables) {
    const name = names.find((one) => holds(table.file, one)) ?? (tables.length === 1 ? onlyOf(names) : undefined);
    if (!name) errors.push(unknownFile(table.file, names));
    else if (files[name]) errors.push(repeatedFile(table.file));
    else files[name] = table;
  }
  return { files, errors };
}

const onlyOf = (names: readonly TableName[]): TableName | undefined => (names.length === 1 ? names[0] : undefined);

/** `households.csv`, `households_20261126-1030_S001.csv` as an export is called, or a sheet 住户. */
function holds(file: string, table: TableName): boolean {
  const name = file.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  const stem = fileNames[table].replace(/\.csv$/, '');
  return name === sheetNames[table] || name === fileNames[table] || (name.startsWith(`${stem}_`) && name.endsWith('.csv'));
}

const atTop = (file: string, code: string, zh: string, en: string): ImportError => ({
  file,
  line: 1,
  column: null,
  code,
  message: { zh, en },
});
const unknownFile = (file: string, names: readonly TableName[]) => {
  const known = names.map((name) => `${fileNames[name]}（${sheetNames[name]}）`).join('、');
  return atTop(
    file,
    'unknown-file',
    `不认识这个文件名或表名，可用：${known}`,
    `no list is called this; the files (and sheets) are ${known}`,
  );
};
const repeatedFile = (file: string) => atTop(file, 'repeated-file', '同一张表给了两个文件', 'another file holds the same list');
