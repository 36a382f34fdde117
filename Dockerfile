# One image per service: docker build --build-arg SERVICE=orders .   The stage `prepare` makes schemas and namespace: --target prepare
FROM node:24-slim AS build
WORKDIR /app
ENV NX_DAEMON=false NX_NO_CLOUD=true NX_TUI=false CI=true
COPY . .
RUN npm ci --no-audit --no-fund
RUN npx nx run-many -t build bundle --parallel=2 --outputStyle=stream
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:24-slim AS runtime
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/libs ./libs
USER node

FROM runtime AS prepare
COPY --from=build /app/tools ./tools
COPY --from=build /app/apps ./apps
CMD ["node", "tools/prepare.ts"]

FROM runtime AS service
ARG SERVICE
RUN test -n "$SERVICE" || { echo 'Name the service: --build-arg SERVICE=members (or orders, logistics, workflows, gateway)' >&2; exit 1; }
COPY --from=build /app/apps/${SERVICE} ./apps/${SERVICE}
ENV SERVICE=${SERVICE} PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=12 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["sh", "-c", "exec node --enable-source-maps apps/$SERVICE/dist/src/main.js"]
