"""The invented makers, in both scripts; the one place to rename a brand."""

from technomart.demo.specs import BrandSpec

BRANDS = (
    BrandSpec("orvelo", "Orvelo", "Орвело"),
    BrandSpec("tessavo", "Tessavo", "Тессаво"),
    BrandSpec("nimbry", "Nimbry", "Нимбри"),
    BrandSpec("lumarra", "Lumarra", "Лумарра"),
    BrandSpec("pulsmere", "Pulsmere", "Пульсмер"),
    BrandSpec("bregova", "Bregova", "Брегова"),
    BrandSpec("fotelle", "Fotelle", "Фотелль"),
    BrandSpec("playvard", "Playvard", "Плейвард"),
    BrandSpec("meshtal", "Meshtal", "Мешталь"),
    BrandSpec("brisava", "Brisava", "Брисава"),
    BrandSpec("kettlow", "Kettlow", "Кеттлоу"),
    BrandSpec("voltamo", "Voltamo", "Вольтамо"),
    BrandSpec("basic", "Technomart Basic", "Техномарт База"),
)

BRAND_BY_SLUG = {brand.slug: brand for brand in BRANDS}
