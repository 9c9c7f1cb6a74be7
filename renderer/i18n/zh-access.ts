/** Who is at the desk, who may do what, and the backup. */
export const zhAccess = {
  'view.list': '优先接待表',
  'view.people': '人员与权限',
}
