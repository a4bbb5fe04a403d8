import { ApiError } from '../gateway/api-error.js';

const bad = (code: string, message: string) => () => new ApiError(400, code, message);

/** Refusals of the robot's interfaces, in DingTalk's spelling. */
export const robotErrors = {
  noRobotCode: bad('invalidParameter.robotCode.empty', '机器人robotCode为空'),
  noSuchRobot: bad('invalidParameter.robotCode.notExsit', '机器人不存在'),
  otherRobot: bad('invalidParameter.robotCode.auth', '此应用appkey和机器人robotCode不匹配'),
  nobody: bad('invalidParameter.userIds.empty', '用户userId列表为空'),
  tooMany: bad('invalidParameter.userIds.overMax', '用户userId列表超过上限'),
  noTemplate: bad('invalidParameter.msgKey.empty', '缺少msgKey'),
  wrongTemplate: bad('invalidParameter.msgKey.invalid', '无效的msgKey'),
  wrongParams: bad('invalidParameter.msgParam.invalid', 'msgParam必须是json格式'),
  wrongParam: bad('invalidParameter.param.invalid', '参数不合法'),
  unknownPeople: bad('staffId.notExisted', 'staffId不存在'),
} as const;
