/**
 * @param name - PascalCase, as in `OrderLine`
 * @returns snake_case, as in `order_line`: the part of `tb_order_line` that names the entity
 */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/**
 * @param name - snake_case, as in `publish_post`
 * @returns PascalCase, as in `PublishPost`
 */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|_+)([a-z0-9])|_+$/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? '');
}
