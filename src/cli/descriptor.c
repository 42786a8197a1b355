/*
 * Whether a failed read or write is worth another try. Descriptors may have been made non-blocking by whoever shares
 * them.
 */
#include "cli/descriptor.h"

#include <errno.h>
#include <poll.h>

int descriptor_may_try_again(int fd, short events)
{
    struct pollfd ready = {.fd = fd, .events = events, .revents = 0};

    if (errno == EINTR)
        return 1;
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        return 0;
    return poll(&ready, 1, -1) >= 0 || errno == EINTR;
}
