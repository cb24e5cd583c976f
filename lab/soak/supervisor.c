// SPDX-License-Identifier: Apache-2.0
// Keeps a program running, and its file descriptors while it does not: supervisor SOCKET PROGRAM [ARGUMENT...]
//
// Speaks the part of sd_notify(3) that matters for that: READY=1, STOPPING=1, and FDSTORE=1 and FDSTOREREMOVE=1 with FDNAME
// and FDPOLL, at a datagram socket of that path. When the program ends it is started anew at once, with what it stored from
// descriptor 3 on, as sd_listen_fds(3) has it. SIGTERM and SIGINT are passed on, and then there is no next start.
//
// Says on its standard output what happens: "started PID", "ready", "stopping", "stored NAME", "removed NAME", "ended STATUS".

#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.h"

enum {
    STORE_LIMIT = 64,
    NAME_OCTETS = 256,
    MESSAGE_OCTETS = 4096,
    FIRST_PASSED = 3,
    ABOVE_PASSED = FIRST_PASSED + STORE_LIMIT,
    EARLY_ENDS_LIMIT = 3,
};

struct stored {
    int descriptor;
    bool watched;  // given up if the kernel reports an error on it, as FDPOLL=0 forbids
    char name[NAME_OCTETS];
};

struct message {
    char text[MESSAGE_OCTETS];
    pid_t sender;
    int descriptors[STORE_LIMIT];
    size_t descriptors_count;
};

static struct stored store[STORE_LIMIT];
static size_t store_count;
static pid_t child;
static bool ready, leaving;
static int early_ends;

static void say(const char *what, const char *name) {
    printf("%s%s%s\n", what, *name ? " " : "", name);
    fflush(stdout);
}

static void say_number(const char *what, long value) {
    char text[32];
    snprintf(text, sizeof text, "%ld", value);
    say(what, text);
}

static void forget(size_t index) {
    say("removed", store[index].name);
    close(store[index].descriptor);
    store[index] = store[--store_count];
}

static bool is_stored(int descriptor) {
    struct stat wanted, known;
    checked(fstat(descriptor, &wanted), "look at a descriptor");
    for (size_t i = 0; i < store_count; i++) {
        checked(fstat(store[i].descriptor, &known), "look at a descriptor");
        if (known.st_dev == wanted.st_dev && known.st_ino == wanted.st_ino) return true;
    }
    return false;
}

// The value of NAME=VALUE among the lines, in place; NULL if there is none.
static const char *value_of(const char *text, const char *name, char *value) {
    size_t length = strlen(name);
    for (const char *line = text; *line; line += *line == '\n') {
        size_t end = strcspn(line, "\n");
        if (end > length && end - length <= NAME_OCTETS && !strncmp(line, name, length) && line[length] == '=') {
            memcpy(value, line + length + 1, end - length - 1);
            value[end - length - 1] = 0;
            return value;
        }
        line += end;
    }
    return NULL;
}

static bool says(const char *text, const char *name, const char *wanted) {
    char value[NAME_OCTETS];
    return value_of(text, name, value) && !strcmp(value, wanted);
}

static void keep(struct message *message, const char *name) {
    for (size_t i = 0; i < message->descriptors_count; i++) {
        int descriptor = message->descriptors[i];
        if (store_count == STORE_LIMIT || is_stored(descriptor)) {
            close(descriptor);
            continue;
        }
        struct stored *stored = &store[store_count++];
        *stored = (struct stored){.descriptor = descriptor, .watched = !says(message->text, "FDPOLL", "0")};
        snprintf(stored->name, sizeof stored->name, "%s", name);
        say("stored", name);
    }
    message->descriptors_count = 0;
}

static void act_on(struct message *message) {
    char value[NAME_OCTETS];
    const char *name = value_of(message->text, "FDNAME", value);
    if (message->sender == child) {
        if (says(message->text, "READY", "1")) {
            ready = true;
            early_ends = 0;
            say("ready", "");
        }
        if (says(message->text, "STOPPING", "1")) say("stopping", "");
        if (says(message->text, "FDSTORE", "1")) keep(message, name ? name : "stored");
        if (says(message->text, "FDSTOREREMOVE", "1") && name) {
            for (size_t i = store_count; i-- > 0;)
                if (!strcmp(store[i].name, name)) forget(i);
        }
    }
    for (size_t i = 0; i < message->descriptors_count; i++) close(message->descriptors[i]);
}

// False if there is none.
static bool receive(int socket, struct message *message) {
    union {
        char octets[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof message->descriptors)];
        struct cmsghdr aligned;
    } control;
    struct iovec text = {message->text, sizeof message->text - 1};
    struct msghdr header = {
        .msg_iov = &text, .msg_iovlen = 1, .msg_control = control.octets, .msg_controllen = sizeof control.octets};
    ssize_t length = recvmsg(socket, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (length < 0) return false;
    message->text[length] = 0;
    message->sender = 0;
    message->descriptors_count = 0;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(&header); part; part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != SOL_SOCKET) continue;
        size_t octets = part->cmsg_len - CMSG_LEN(0);
        if (part->cmsg_type == SCM_CREDENTIALS) {
            struct ucred sender;
            memcpy(&sender, CMSG_DATA(part), sizeof sender);
            message->sender = sender.pid;
        } else if (part->cmsg_type == SCM_RIGHTS) {
            memcpy(message->descriptors, CMSG_DATA(part), octets);
            message->descriptors_count = octets / sizeof(int);
        }
    }
    return true;
}

static void receive_all(int socket) {
    static struct message message;
    while (receive(socket, &message)) act_on(&message);
}

// In the child: what is stored lies from descriptor 3 on, and the environment says so.
static void pass_store(void) {
    char names[STORE_LIMIT * (NAME_OCTETS + 1)] = "", text[32];
    int high[STORE_LIMIT];
    for (size_t i = 0; i < store_count; i++) {
        high[i] = (int)checked(fcntl(store[i].descriptor, F_DUPFD_CLOEXEC, ABOVE_PASSED), "copy a descriptor");
        if (i) strcat(names, ":");
        strcat(names, store[i].name);
    }
    for (size_t i = 0; i < store_count; i++) checked(dup2(high[i], FIRST_PASSED + (int)i), "pass a descriptor");
    snprintf(text, sizeof text, "%zu", store_count);
    setenv("LISTEN_FDS", text, 1);
    snprintf(text, sizeof text, "%d", getpid());
    setenv("LISTEN_PID", text, 1);
    setenv("LISTEN_FDNAMES", names, 1);
}

static void start(char **program, const char *path, const sigset_t *handled) {
    ready = false;
    child = (pid_t)checked(fork(), "fork");
    if (child) {
        say_number("started", child);
        return;
    }
    char limit[32];
    snprintf(limit, sizeof limit, "%d", STORE_LIMIT);
    setenv("NOTIFY_SOCKET", path, 1);
    setenv("FDSTORE", limit, 1);
    if (store_count) pass_store();
    checked(dup2(STDERR_FILENO, STDOUT_FILENO), "keep the program's words apart from ours");
    checked(sigprocmask(SIG_UNBLOCK, handled, NULL), "unblock signals");
    // A shell in the background ignores it, and what it starts would go on to.
    signal(SIGINT, SIG_DFL);
    execvp(*program, program);
    FAIL("cannot run %s: %s", *program, strerror(errno));
}

// Whether there is to be a next start; what the dead one has said is heard first.
static bool goes_on(int notices, int *status) {
    if (waitpid(child, status, WNOHANG) != child) return true;
    receive_all(notices);
    say_number("ended", WIFSIGNALED(*status) ? 128 + WTERMSIG(*status) : WEXITSTATUS(*status));
    child = 0;
    early_ends += !ready;
    return !leaving && early_ends < EARLY_ENDS_LIMIT;
}

static void read_signal(int signals) {
    struct signalfd_siginfo signal;
    if (read(signals, &signal, sizeof signal) != sizeof signal || signal.ssi_signo == SIGCHLD) return;
    leaving = true;
    if (child) kill(child, (int)signal.ssi_signo);
}

static void forget_broken(const struct pollfd *watched) {
    for (size_t i = store_count; i-- > 0;)
        if (store[i].watched && watched[i].revents & (POLLERR | POLLHUP)) forget(i);
}

static int supervise(char **program, const char *path, int notices, const sigset_t *handled) {
    int signals = (int)checked(signalfd(-1, handled, SFD_CLOEXEC | SFD_NONBLOCK), "hear signals"), status = 0;
    start(program, path, handled);
    while (goes_on(notices, &status)) {
        if (!child) start(program, path, handled);
        struct pollfd watched[STORE_LIMIT + 2];
        for (size_t i = 0; i < store_count; i++) watched[i] = (struct pollfd){store[i].watched ? store[i].descriptor : -1, 0, 0};
        size_t count = store_count;
        watched[count] = (struct pollfd){notices, POLLIN, 0};
        watched[count + 1] = (struct pollfd){signals, POLLIN, 0};
        if (poll(watched, (nfds_t)count + 2, -1) < 0) continue;
        forget_broken(watched);
        if (watched[count].revents) receive_all(notices);
        if (watched[count + 1].revents) read_signal(signals);
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int open_notices(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) FAIL("too long for a socket: %s", path);
    strcpy(address.sun_path, path);
    int notices = (int)checked(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), "open a socket");
    checked(bind(notices, (struct sockaddr *)&address, sizeof address), "bind the socket");
    socket_option(notices, SOL_SOCKET, SO_PASSCRED, 1, "learn who sends");
    return notices;
}

int main(int count, char **arguments) {
    if (count < 3) FAIL("usage: %s SOCKET PROGRAM [ARGUMENT...]", arguments[0]);
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGCHLD);
    sigaddset(&handled, SIGTERM);
    sigaddset(&handled, SIGINT);
    checked(sigprocmask(SIG_BLOCK, &handled, NULL), "block signals");
    int notices = open_notices(arguments[1]);
    int status = supervise(arguments + 2, arguments[1], notices, &handled);
    unlink(arguments[1]);
    return status;
}
