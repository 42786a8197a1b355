// mimetic as contestant: a MimeEntity loaded from the caller's bytes (its containers copy the text).
// Its quoted-printable decoder makes CRLF LF.
#include "bench.h"

#include <iterator>
#include <mimetic/mimetic.h>
#include <sstream>
#include <string>
#include <strings.h>

namespace
{

// An output iterator that only counts.
struct counter {
    typedef std::output_iterator_tag iterator_category;
    typedef void value_type;
    typedef void difference_type;
    typedef void pointer;
    typedef void reference;
    uint64_t *count;
    counter &operator*()
    {
        return *this;
    }
    counter &operator++()
    {
        return *this;
    }
    counter &operator++(int)
    {
        return *this;
    }
    counter &operator=(char)
    {
        ++*count;
        return *this;
    }
};

void decode_leaf(const mimetic::MimeEntity &entity, bench_tally *tally)
{
    const std::string &body = entity.body();
    const std::string encoding = entity.header().contentTransferEncoding().mechanism();
    counter out = {&tally->bytes};
    if (strcasecmp(encoding.c_str(), "base64") == 0) {
        mimetic::Base64::Decoder decoder;
        mimetic::decode(body.begin(), body.end(), decoder, out);
    } else if (strcasecmp(encoding.c_str(), "quoted-printable") == 0) {
        mimetic::QP::Decoder decoder;
        mimetic::decode(body.begin(), body.end(), decoder, out);
    } else {
        tally->bytes += body.size();
    }
}

void visit_entity(mimetic::MimeEntity &entity, bool is_decoding, bench_tally *tally)
{
    if (entity.body().parts().empty()) {
        tally->leaves++;
        if (is_decoding)
            decode_leaf(entity, tally);
    }
    for (mimetic::MimeEntity *part : entity.body().parts())
        visit_entity(*part, is_decoding, tally);
}

int run_structure(void *, const char *bytes, size_t len, bench_tally *tally)
{
    mimetic::MimeEntity entity;
    entity.load(bytes, bytes + len);
    visit_entity(entity, false, tally);
    return 0;
}

int run_decode(void *, const char *bytes, size_t len, bench_tally *tally)
{
    mimetic::MimeEntity entity;
    entity.load(bytes, bytes + len);
    visit_entity(entity, true, tally);
    return 0;
}

int run_rebuild(void *, const char *bytes, size_t len, bench_tally *tally)
{
    mimetic::MimeEntity entity;
    std::ostringstream out;
    entity.load(bytes, bytes + len);
    out << entity;
    tally->bytes += static_cast<uint64_t>(out.tellp());
    return 0;
}

} // namespace

extern "C" const bench_contestant bench_mimetic[] = {
    {"mimetic", BENCH_STRUCTURE, BENCH_IS_PEER, bench_open_nothing, run_structure, nullptr, bench_close_nothing},
    {"mimetic", BENCH_DECODE, BENCH_IS_PEER | BENCH_NO_BYTES, bench_open_nothing, run_decode, nullptr, bench_close_nothing},
    {"mimetic", BENCH_REBUILD, BENCH_IS_PEER | BENCH_NO_LEAVES | BENCH_NO_BYTES, bench_open_nothing, run_rebuild, nullptr,
     bench_close_nothing},
    {nullptr, 0, 0, nullptr, nullptr, nullptr, nullptr},
};
