"""Papers of an order: invoices and credit notes that are numbered and kept, and packing slips."""

from .issuing import credit_note, credited, has_invoice, invoice
from .printing import pdf
from .slips import packing_slip

__all__ = ["credit_note", "credited", "has_invoice", "invoice", "packing_slip", "pdf"]
