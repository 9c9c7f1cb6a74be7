/** The priority reception list. */
export const zhList = {
  'list.title': '优先接待表',
}
