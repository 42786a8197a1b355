/* What reading and writing have in common. */
#ifndef PNEU_CLI_DESCRIPTOR_H
#define PNEU_CLI_DESCRIPTOR_H

/* After a read or write that failed: 1 if it may be tried again, because a signal came between (EINTR), or because the
 * descriptor is a non-blocking one and has now been waited for (`events` as for poll); 0 with errno as it was. */
int descriptor_may_try_again(int fd, short events);

#endif
