// Nothing at all: the gate must not take it for a clean object.
static_assert(true);
