import { Controller, Get, Query } from '@nestjs/common';
import { peopleAnswer, peopleQuery } from '@jielong/members-contract/schemas';
import { ApiAnswer, decodeCursor, Operation, type Page, pageOf, type Work } from '@jielong/platform';
import { z } from 'zod';

interface PersonRow {
  id: string;
  code: string;
  maskedName: string;
  category: string;
  roles: { role: string; scope: string }[];
}
const select = `
  SELECT p.person_id AS id, p.code, p.masked_name AS "maskedName", p.category,
    (SELECT coalesce(json_agg(json_build_object('role', r.role, 'scope', r.scope) ORDER BY r.role, r.scope), '[]')
       FROM person_roles r WHERE r.code = p.code AND r.ended_at IS NULL) AS roles
  FROM people p
  WHERE p.ended_at IS NULL AND ($2::text IS NULL OR p.code > $2)
    AND ($1::text IS NULL OR EXISTS (SELECT FROM person_roles r WHERE r.code = p.code AND r.role = $1 AND r.ended_at IS NULL))
  ORDER BY p.code LIMIT $3`;
const cursor = z.tuple([z.string().max(100)]);

@Controller('people')
export class PeopleController {
  @Get()
  @Operation('listPeople', 'organisation.read', 'Whoever acts: codes, roles and what they cover; names are masked')
  @ApiAnswer(200, peopleAnswer, 'by code')
  list(@Query({ schema: peopleQuery }) { role, after, limit }: z.output<typeof peopleQuery>): Work<Page<PersonRow>> {
    const [last] = decodeCursor(after, cursor) ?? [];
    return async (tx) => {
      const rows = await tx.query<PersonRow[]>(select, [role, last, limit + 1]);
      return pageOf(
        rows,
        limit,
        ({ code }) => [code],
        (row) => row,
      );
    };
  }
}
