/** How this site writes telephone numbers: what a number without a country or an area code means here. */
export type DialPlan = {
  /** ISO 3166 country whose rules hold, such as `CN`. */
  country: string
  /** The site's own area code with its trunk prefix, such as `0755`; '' where subscriber numbers are dialled whole. */
  areaCode: string
}

export const defaultDialPlan: DialPlan = { country: 'CN', areaCode: '0755' }
