import {
  type AccessReviewBody,
  accessReview,
  accessReviewsPage,
  type CandidatesPage,
  candidatesPage,
  type DraftQuery,
  draftQuery,
  type ExportCandidatesQuery,
  type ExportReviewQuery,
  exportCandidatesQuery,
  exportReviewQuery,
  type KeepRequest,
  type KeepResponse,
  keepRequest,
  keepResponse,
  type ListCandidatesQuery,
  type ListQuery,
  listCandidatesQuery,
  listQuery,
  type NarrowingPreview,
  type NarrowRequest,
  type NarrowResponse,
  narrowingPreview,
  narrowRequest,
  narrowResponse,
  type Page,
  type PreviewNarrowingRequest,
  previewNarrowingRequest,
  type ReviewDecision,
  type ReviewDraft,
  reviewDecisionsPage,
  reviewDraft,
  type SignReviewRequest,
  signReviewRequest,
  uuid,
} from '@app/contract';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  StreamableFile,
  UsePipes,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { AccessReviews } from './access-reviews.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { NarrowEntitlements } from './narrow-entitlements.js';
import { ReviewCandidates } from './review-candidates.js';
import type { ReviewFile } from './review-file.js';

const file = {
  content: {
    'text/csv': { schema: { type: 'string' } },
    'application/json': { schema: { type: 'object' } },
  },
} as const;

@ApiTags('Access reviews')
@Controller('admin/v1/access-reviews')
@UsePipes(new DecodePipe())
export class AccessReviewsController {
  constructor(
    @Inject(AccessReviews) private readonly reviews: AccessReviews,
    @Inject(ReviewCandidates) private readonly candidates: ReviewCandidates,
    @Inject(NarrowEntitlements) private readonly narrowing: NarrowEntitlements,
  ) {}

  @Get()
  @AdminRoute('reviews:read', 'listAccessReviews', 'List access reviews that were signed, newest first')
  @ApiOkResponse({ standardSchema: accessReviewsPage })
  async list(@Query({ schema: listQuery }) query: ListQuery): Promise<Page<AccessReviewBody>> {
    return this.reviews.list(query);
  }

  @Post()
  @AdminRoute('reviews:write', 'signAccessReview', 'Sign off exactly what the draft has shown')
  @ApiCreatedResponse({ standardSchema: accessReview })
  async sign(
    @Req() request: OperatorRequest,
    @Body({ schema: signReviewRequest }) body: SignReviewRequest,
  ): Promise<AccessReviewBody> {
    return this.reviews.sign(body, actOf(request));
  }

  @Get('candidates')
  @AdminRoute('reviews:read', 'listReviewCandidates', 'List what callers may ask for and have never used since a date')
  @ApiOkResponse({ standardSchema: candidatesPage })
  async listCandidates(@Query({ schema: listCandidatesQuery }) query: ListCandidatesQuery): Promise<CandidatesPage> {
    return this.candidates.list(query);
  }

  @Get('candidates/export')
  @AdminRoute('reviews:read', 'exportReviewCandidates', 'The same as a file: CSV for spreadsheets, or JSON')
  @ApiOkResponse(file)
  async exportCandidates(
    @Query({ schema: exportCandidatesQuery }) query: ExportCandidatesQuery,
  ): Promise<StreamableFile> {
    return attached(await this.reviews.exportCandidates(query));
  }

  @Post('keep')
  @HttpCode(200)
  @AdminRoute('reviews:write', 'keepEntitlements', 'Keep something unused, with a reason, until the next review')
  @ApiOkResponse({ standardSchema: keepResponse })
  async keep(@Req() request: OperatorRequest, @Body({ schema: keepRequest }) body: KeepRequest): Promise<KeepResponse> {
    return { kept: await this.reviews.keep(body, actOf(request)) };
  }

  @Post('narrow/preview')
  @HttpCode(200)
  @AdminRoute('reviews:read', 'previewNarrowing', 'See what would be left of each caller’s entitlements')
  @ApiOkResponse({ standardSchema: narrowingPreview })
  async previewNarrowing(
    @Body({ schema: previewNarrowingRequest }) body: PreviewNarrowingRequest,
  ): Promise<NarrowingPreview> {
    return this.narrowing.preview(body);
  }

  @Post('narrow')
  @HttpCode(200)
  @AdminRoute('reviews:write', 'narrowEntitlements', 'Take exactly what a preview has shown, from all callers or none')
  @ApiOkResponse({ standardSchema: narrowResponse })
  async narrow(
    @Req() request: OperatorRequest,
    @Body({ schema: narrowRequest }) body: NarrowRequest,
  ): Promise<NarrowResponse> {
    return this.narrowing.execute(body, actOf(request));
  }

  @Get('draft')
  @AdminRoute('reviews:read', 'draftAccessReview', 'See what a sign-off would be of: its numbers and its digest')
  @ApiOkResponse({ standardSchema: reviewDraft })
  async draft(@Query({ schema: draftQuery }) query: DraftQuery): Promise<ReviewDraft> {
    return this.reviews.draft(query);
  }

  @Get(':id')
  @AdminRoute('reviews:read', 'getAccessReview', 'Read one access review')
  @ApiOkResponse({ standardSchema: accessReview })
  async get(@Param('id', { schema: uuid }) id: string): Promise<AccessReviewBody> {
    return this.reviews.get(id);
  }

  @Get(':id/decisions')
  @AdminRoute('reviews:read', 'listReviewDecisions', 'List what was decided in an access review')
  @ApiOkResponse({ standardSchema: reviewDecisionsPage })
  async decisions(
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<Page<ReviewDecision>> {
    return this.reviews.decisionsOf(id, query);
  }

  @Get(':id/export')
  @AdminRoute(
    'reviews:read',
    'exportAccessReview',
    'An access review as a file; the JSON has what the digest is made of',
  )
  @ApiOkResponse(file)
  async export(
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: exportReviewQuery }) { format }: ExportReviewQuery,
  ): Promise<StreamableFile> {
    return attached(await this.reviews.export(id, format));
  }
}

function attached({ type, name, content }: ReviewFile): StreamableFile {
  return new StreamableFile(Buffer.from(content), { type, disposition: `attachment; filename="${name}"` });
}
