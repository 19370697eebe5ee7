import { type JobContext, type JobHandler, Processor } from '../../../jobs/index.js';
import { EndPermission, type EndPermissionPayload, type EndPermissionResult } from './end-permission.job.js';
import { EndedPermissions } from './ended-permissions.js';
import { GoogleOAuth } from './google-oauth.js';

@Processor(EndPermission)
export class EndPermissionProcessor implements JobHandler<EndPermissionPayload, EndPermissionResult> {
  constructor(
    private readonly permissions: EndedPermissions,
    private readonly oauth: GoogleOAuth,
  ) {}

  async handle({ permissionId }: EndPermissionPayload, ctx: JobContext): Promise<EndPermissionResult> {
    const permission = await this.permissions.find(permissionId);
    if (!permission) return { ended: false };
    const { token, address } = permission;
    // Connected again since, by her or by somebody else: that permission would end as well.
    if (address !== undefined && (await this.permissions.isShared(address))) {
      await this.permissions.forget(permissionId);
      return { ended: false };
    }
    // Taken back twice is taken back: Google answers that nothing is left.
    if (!(await this.oauth.revoke(token, ctx.signal))) throw new Error('Google did not take the permission back');
    await this.permissions.forget(permissionId);
    return { ended: true };
  }
}
