export const templateName = 'qinglan_template';
