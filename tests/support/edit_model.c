/*
 * The model of edits. In: a message, a script. A model's nodes are those of the tree as read, in its order, then
 * those that edits add: what is inserted, and multiparts that are put around something. Nodes that are taken away
 * stay in their place, since later edits name places by them.
 */
#include "support/edit_model.h"

#include "support/edit_run.h"
#include "support/must.h"

#define NONE UINT32_MAX
#define MOST_NODES 600u

typedef struct node {
    uint32_t parent, first, next; /* in the edited tree, nodes taken away included */
    uint32_t holder;    /* the node that holds what this part held as read: itself, until a message is wrapped */
    uint32_t outermost; /* the multipart that was put around it last, or itself */
    int is_there;
    int is_dirty; /* its own bytes may be others */
    int has_mark; /* the field X-Model was set, to `mark` */
    unsigned mark;
    const char *body; /* what was put there, or NULL */
    uint32_t part;    /* as read, or NONE */
} node;

typedef struct model {
    pneu_message *message;
    node nodes[MOST_NODES];
    uint32_t count;
    uint32_t parts; /* as read */
} model;

static pneu_str str(const char *s)
{
    pneu_str made = {s, strlen(s)};
    return made;
}

/* ---- The tree ------------------------------------------------------------------------------------------------ */

static uint32_t add_node(model *m, uint32_t part)
{
    node *made = &m->nodes[m->count];
    memset(made, 0, sizeof *made);
    made->parent = made->first = made->next = NONE;
    made->holder = made->outermost = m->count;
    made->part = part;
    made->is_there = 1;
    return m->count++;
}

/* The place where a link to `child` stands. */
static uint32_t *link_to(model *m, uint32_t child)
{
    uint32_t *link = &m->nodes[m->nodes[child].parent].first;
    while (*link != child)
        link = &m->nodes[*link].next;
    return link;
}

/* Puts a node before another one or, with NONE, at the end of `parent`. */
static void put_before(model *m, uint32_t parent, uint32_t before, uint32_t made)
{
    uint32_t *link = &m->nodes[parent].first;
    while (*link != before)
        link = &m->nodes[*link].next;
    m->nodes[made].parent = parent;
    m->nodes[made].next = before;
    *link = made;
}

/* The part that follows this one as read, as a place among its siblings now. */
static uint32_t next_as_read(const model *m, uint32_t part)
{
    uint32_t next = pneu_part_next_sibling(m->message, part);
    return next != PNEU_NO_PART ? m->nodes[next].outermost : NONE;
}

static uint32_t holder_of_parent(const model *m, uint32_t part)
{
    return m->nodes[pneu_part_parent(m->message, part)].holder;
}

static void begin(model *m, pneu_message *message)
{
    m->message = message;
    m->count = 0;
    m->parts = pneu_message_part_count(message);
    for (uint32_t part = 0; part < m->parts; part++) {
        uint32_t parent = pneu_part_parent(message, part);
        (void)add_node(m, part);
        if (parent != PNEU_NO_PART)
            put_before(m, parent, NONE, part);
    }
}

static int is_digest(const model *m, uint32_t part)
{
    pneu_str type;
    pneu_part_type(m->message, part, &type);
    return type.len == 16 && memcmp(type.ptr, "multipart/digest", 16) == 0;
}

/* ---- Edits ---------------------------------------------------------------------------------------------------- */

static const char *const bodies[] = {"new content", "", "\xc3\xa9", "-", "x\n--\ny", "--nb\nz"};

enum {
    WITH_BODY = COUNT_OF(bodies), /* entities below hold one of the bodies, those from here on are multiparts */
    ENTITIES = WITH_BODY + 2
};

/* An entity, and what it is in the model: of a multipart one child. */
static void make_entity(text *out, unsigned which)
{
    text_clear(out);
    if (which < WITH_BODY)
        text_print(out, "X-Model: 0\n\n%s", bodies[which]);
    else
        text_print(out, "X-Model: 0\nContent-Type: multipart/mixed; boundary=nb\n\n--nb\n\nin%s",
                   which == WITH_BODY ? "\n--nb--\n" : "");
}

/* The new node is what the entity is. */
static void describe(model *m, uint32_t made, unsigned which)
{
    m->nodes[made].has_mark = 1;
    m->nodes[made].mark = 0;
    m->nodes[made].body = which < WITH_BODY ? bodies[which] : NULL;
    if (which < WITH_BODY)
        return;
    uint32_t child = add_node(m, NONE);
    m->nodes[child].body = "in";
    put_before(m, made, NONE, child);
}

static pneu_status insert(model *m, uint32_t part, unsigned how, int as_child)
{
    text entity = {NULL, 0, 0};
    unsigned which = how / 4 % ENTITIES;
    int is_after = how % 2 != 0;
    make_entity(&entity, which);
    pneu_str given = {entity.ptr, entity.len};
    pneu_status status = as_child ? pneu_part_insert_child(m->message, part, how % 4, given)
                                  : pneu_part_insert(m->message, part, is_after, given);
    text_free(&entity);
    if (status != PNEU_OK)
        return status;
    uint32_t before = as_child ? pneu_part_first_child(m->message, part) : part;
    for (unsigned i = how % 4; as_child && i > 0 && before != PNEU_NO_PART; i--)
        before = pneu_part_next_sibling(m->message, before);
    uint32_t parent = as_child ? m->nodes[part].holder : holder_of_parent(m, part);
    if (!as_child && is_after)
        before = next_as_read(m, part);
    else
        before = before != PNEU_NO_PART ? m->nodes[before].outermost : NONE;
    uint32_t made = add_node(m, NONE);
    put_before(m, parent, before, made);
    describe(m, made, which);
    return PNEU_OK;
}

static pneu_status replace(model *m, uint32_t part, unsigned how)
{
    text entity = {NULL, 0, 0};
    unsigned which = how % ENTITIES;
    make_entity(&entity, which);
    pneu_status status = pneu_part_replace(m->message, part, (pneu_str){entity.ptr, entity.len});
    text_free(&entity);
    if (status != PNEU_OK)
        return status;
    node *there = &m->nodes[part];
    there->first = NONE;
    there->holder = part;
    there->is_dirty = 1;
    describe(m, part, which);
    return PNEU_OK;
}

static pneu_status remove_part(model *m, uint32_t part)
{
    pneu_status status = pneu_part_remove(m->message, part);
    if (status == PNEU_OK)
        m->nodes[m->nodes[part].outermost].is_there = 0;
    return status;
}

/* A message keeps its place, and what it held goes into a new node; around another part there is a new one. */
static pneu_status wrap(model *m, uint32_t part)
{
    pneu_status status = pneu_part_wrap(m->message, part, str("mixed"), str(""));
    if (status != PNEU_OK)
        return status;
    uint32_t made = add_node(m, NONE);
    if ((pneu_part_marks(m->message, part) & PNEU_ENTITY_MESSAGE_HEADER) != 0) {
        node *there = &m->nodes[part];
        m->nodes[made].first = there->first;
        for (uint32_t child = there->first; child != NONE; child = m->nodes[child].next)
            m->nodes[child].parent = made;
        m->nodes[made].body = there->body;
        there->body = NULL;
        there->first = NONE;
        there->is_dirty = 1;
        if (there->holder == part)
            there->holder = made;
        put_before(m, part, NONE, made);
        return PNEU_OK;
    }
    m->nodes[part].is_dirty |= is_digest(m, pneu_part_parent(m->message, part));
    uint32_t inner = m->nodes[part].outermost;
    *link_to(m, inner) = made;
    m->nodes[made].parent = m->nodes[inner].parent;
    m->nodes[made].next = m->nodes[inner].next;
    m->nodes[inner].next = NONE;
    put_before(m, made, NONE, inner);
    m->nodes[part].outermost = made;
    return PNEU_OK;
}

static pneu_status set_body(model *m, uint32_t part, unsigned how)
{
    const char *body = bodies[how / 8 % COUNT_OF(bodies)];
    int32_t encoding = (int32_t)(how % (PNEU_ENCODING_BASE64 + 1));
    pneu_str type;
    pneu_part_type(m->message, part, &type);
    if (type.len > 8 && memcmp(type.ptr, "message/", 8) == 0)
        return PNEU_ERR_ARGUMENT; /* whether it is read as a message depends on its encoding */
    pneu_status status = how % 8 < 6 ? pneu_part_set_body(m->message, part, str(body), encoding)
                                     : pneu_part_set_text(m->message, part, str(body), encoding);
    if (status != PNEU_OK)
        return status;
    m->nodes[part].body = body;
    m->nodes[part].is_dirty = 1;
    return PNEU_OK;
}

static pneu_status set_field(model *m, uint32_t part, unsigned how)
{
    char value[16];
    int is_mark = how % 2 == 0;
    (void)snprintf(value, sizeof value, "%u", how);
    pneu_status status = pneu_part_put_field(m->message, part, is_mark ? PNEU_PUT_SET : PNEU_PUT_PREPEND,
                                             str(is_mark ? "X-Model" : "X-Other"), str(value));
    if (status != PNEU_OK)
        return status;
    m->nodes[part].is_dirty = 1;
    m->nodes[part].has_mark |= is_mark;
    if (is_mark)
        m->nodes[part].mark = how;
    return PNEU_OK;
}

static void make_edit(model *m, const uint8_t *step)
{
    uint32_t part = step[1] % m->parts;
    pneu_edit_error error;
    pneu_status status;
    if (step[0] % 8 < 3 && (is_digest(m, part) || is_digest(m, pneu_part_parent(m->message, part))))
        return; /* an entity without Content-Type is a message there */
    switch (step[0] % 8) {
    case 0: status = insert(m, part, step[2], 0); break;
    case 1: status = insert(m, part, step[2], 1); break;
    case 2: status = replace(m, part, step[2]); break;
    case 3: status = remove_part(m, part); break;
    case 4: status = wrap(m, part); break;
    case 5:
    case 6: status = set_body(m, part, step[2]); break;
    default: status = set_field(m, part, step[2]); break;
    }
    MUST(status <= PNEU_OK && status != PNEU_ERR_MEMORY && status != PNEU_ERR_NOT_KEPT);
    MUST(pneu_message_edit_error(m->message, &error) == PNEU_OK);
}

/* ---- Comparing ------------------------------------------------------------------------------------------------ */

static void note_touches(model *m)
{
    for (size_t i = 0; i < pneu_message_touch_count(m->message); i++) {
        uint32_t part;
        int32_t what;
        MUST(pneu_message_touch(m->message, i, &part, &what) == PNEU_OK);
        m->nodes[part].is_dirty |= what != PNEU_TOUCHED_SIGNATURE;
    }
}

/* The same but for CR. */
static int is_same_text(pneu_str a, pneu_str b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a.len && a.ptr[i] == '\r')
            i++;
        while (k < b.len && b.ptr[k] == '\r')
            k++;
        if (i == a.len || k == b.len)
            return i == a.len && k == b.len;
        if (a.ptr[i] != b.ptr[k])
            return 0;
    }
}

static void check_mark(const node *there, pneu_message *made, uint32_t part)
{
    char value[16];
    pneu_field field;
    uint32_t index = 0;
    if (!there->has_mark)
        return;
    (void)snprintf(value, sizeof value, " %u", there->mark);
    MUST(pneu_part_find_field(made, part, PNEU_FIELD_OTHER, str("X-Model"), &index, &field) == PNEU_OK);
    MUST(is_same_text(field.value, str(value)));
}

/* Compares a node with the part; 1 if it has all its bytes. */
static int check_node(const model *m, uint32_t index, pneu_message *made, uint32_t part, int is_clean)
{
    const node *there = &m->nodes[index];
    pneu_str body;
    check_mark(there, made, part);
    if (there->body != NULL) {
        MUST(pneu_part_body(made, part, &body) == PNEU_OK);
        MUST(is_same_text(body, str(there->body)));
    }
    is_clean &= there->part != NONE && !there->is_dirty;
    if (is_clean) {
        pneu_str before = edit_bytes_of(m->message, there->part), after = edit_bytes_of(made, part);
        MUST(before.len == after.len && (before.len == 0 || memcmp(before.ptr, after.ptr, before.len) == 0));
    }
    return is_clean;
}

/* The tree below a node against the parts from *part on; the model is as deep as parsers go. */
static int check_tree(const model *m, uint32_t index, pneu_message *made, uint32_t *part, uint32_t *found)
{
    uint32_t at = (*part)++, children = 0;
    int is_clean = 1;
    found[index] = at;
    MUST(at < pneu_message_part_count(made));
    for (uint32_t child = m->nodes[index].first; child != NONE; child = m->nodes[child].next) {
        is_clean &= m->nodes[child].is_there && m->nodes[child].part != NONE;
        if (!m->nodes[child].is_there)
            continue;
        MUST(*part < pneu_message_part_count(made) && pneu_part_parent(made, *part) == at);
        is_clean &= check_tree(m, child, made, part, found);
        children++;
    }
    MUST(pneu_part_child_count(made, at) == children);
    return check_node(m, index, made, at, is_clean);
}

/* Parts have the numbers that they are said to have. */
static void check_numbers(const model *m, const uint32_t *numbers, const uint32_t *found)
{
    for (uint32_t part = 0; part < m->parts; part++)
        MUST(numbers[part] == found[part]);
}

/* 1 if nothing in the message is read in different ways. */
static int is_plain(const pneu_message *message)
{
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++)
        if (pneu_message_defect(message, i)->severity >= PNEU_SEVERITY_AMBIGUOUS)
            return 0;
    return 1;
}

/* 1 if the edits put parts deeper into each other than is read. */
static int is_too_deep(const pneu_message *made)
{
    return pneu_message_defect_count(made, PNEU_DEFECT_LIMIT_NESTING) > 0;
}

/* Reads what the edits made; the next round's message. */
static pneu_message *finish(model *m)
{
    static const uint32_t nowhere = NONE;
    uint32_t *numbers = malloc(m->parts * sizeof *numbers), *found = malloc(m->count * sizeof *found), part = 0;
    pneu_message *made;
    text written = {NULL, 0, 0};
    MUST(numbers != NULL && found != NULL);
    MUST(pneu_message_parse_edited(m->message, NULL, NULL, numbers, &made) == PNEU_OK);
    MUST(edit_write(&written, m->message, 0, PNEU_WRITE_EXACT, 61) == PNEU_OK);
    MUST(written.len == pneu_message_size(made));
    MUST(written.len == 0 || memcmp(written.ptr, edit_bytes_of(made, 0).ptr, written.len) == 0);
    if (is_plain(m->message) && !is_too_deep(made)) {
        for (uint32_t i = 0; i < m->count; i++)
            found[i] = nowhere;
        note_touches(m);
        (void)check_tree(m, 0, made, &part, found);
        MUST(part == pneu_message_part_count(made));
        check_numbers(m, numbers, found);
    }
    text_free(&written);
    free(numbers);
    free(found);
    return made;
}

void edit_model_run(const char *bytes, size_t len, const uint8_t *script, size_t count, size_t round)
{
    pneu_message *message;
    model *m = malloc(sizeof *m);
    MUST(m != NULL && pneu_message_parse(bytes, len, NULL, NULL, &message) == PNEU_OK);
    for (size_t i = 0; i < count && pneu_message_part_count(message) < MOST_NODES / 2;) {
        begin(m, message);
        for (size_t end = i + round; i < end && i < count && m->count + 2 < MOST_NODES; i++)
            make_edit(m, script + 3 * i);
        pneu_message *made = finish(m);
        pneu_message_free(message);
        message = made;
    }
    pneu_message_free(message);
    free(m);
}
